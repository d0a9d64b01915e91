import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** The user that runs the embedded PostgreSQL, where it cannot be us. */
export interface PostgresOwner {
  name: string;
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/**
 * PostgreSQL refuses to run as root. For root this is the user `postgres`, made when there is none; for anyone
 * else it is undefined: they run it themselves.
 *
 * @throws Error where the user cannot be made, with what to do
 */
export function findPostgresOwner(): PostgresOwner | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  return lookUp() ?? create();
}

function lookUp(): PostgresOwner | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) {
    return undefined;
  }
  return { name: NAME, uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(): PostgresOwner {
  // The second form is that of BusyBox (Alpine), which has no useradd.
  const attempts = [
    ['useradd', '--system', '--user-group', '--shell', '/bin/false', NAME],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', NAME],
  ] as const;
  const reasons: string[] = [];
  for (const [command, ...parameters] of attempts) {
    const result = spawnSync(command, parameters, { encoding: 'utf8' });
    const owner = lookUp();
    if (owner !== undefined) {
      return owner;
    }
    reasons.push(`${command}: ${result.error?.message ?? result.stderr.trim()}`);
  }
  throw new Error(
    `PostgreSQL cannot run as root, and no user ${NAME} could be made for it (${reasons.join('; ')}). ` +
      `Make a user named ${NAME}, run Allegata as an ordinary user, or set DATABASE_URL to use a server of yours.`,
  );
}

/**
 * Makes sure that the owner can enter a folder.
 *
 * @throws Error that names the outermost folder which is closed to it, and what to do
 */
export function assertEnterable(folder: string, owner: PostgresOwner | undefined): void {
  if (owner === undefined || enters(folder, owner)) {
    return;
  }
  const closed = ancestors(folder).find((ancestor) => !enters(ancestor, owner)) ?? folder;
  throw new Error(
    `As root, Allegata runs its PostgreSQL as the user ${owner.name}, who cannot enter ${closed} (on the way to ${folder}). ` +
      `Let others enter it (chmod o+x '${closed}'), set ALLEGATA_DATA_DIR to a folder elsewhere, run Allegata as an ` +
      'ordinary user, or set DATABASE_URL to use a server of yours.',
  );
}

function enters(folder: string, owner: PostgresOwner): boolean {
  const { uid, gid } = owner;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;
}

/** The folder and those around it, outermost first. */
function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...ancestors(parent), folder];
}
