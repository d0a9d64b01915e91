import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What `npm run bench` and `npm run bench:write` start: it brings the bench and the server up to date, then runs one of them. It
// needs nothing installed.
const BENCH = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(BENCH, '..');

function run(command, args, cwd = ROOT) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const timeOf = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** When a file below a folder was last changed. */
function newestIn(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestIn(path) : timeOf(path);
    }),
  );
}

if (timeOf(join(BENCH, 'node_modules', '.package-lock.json')) < timeOf(join(BENCH, 'package-lock.json'))) {
  console.log('Installing what the bench needs.');
  run('npm', ['--prefix', BENCH, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}
const [program, ...args] = process.argv.slice(2);
if (!args.includes('--server') && timeOf(join(ROOT, 'dist', 'main.js')) < newestIn(join(ROOT, 'src'))) {
  console.log('Building the server.');
  run('npm', ['run', '--silent', 'build']);
}
run(process.execPath, [join(BENCH, program), ...args]);
