#!/usr/bin/env node
// Compiles on every change and restarts the server on every compilation. One build runs first, so that the server never
// starts from half a dist/.
import { spawn, spawnSync } from 'node:child_process';

const first = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
if (first.status !== 0) process.exit(first.status ?? 1);

const children = [
  spawn('npx', ['tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' }),
  spawn(process.execPath, ['--watch-path=dist', '--watch-preserve-output', 'dist/main.js', 'serve'], {
    stdio: 'inherit',
  }),
];

function stop() {
  for (const child of children) child.kill('SIGTERM');
}
process.on('SIGTERM', stop);
// On a terminal Ctrl-C reaches the children by itself; this process only waits for them.
process.on('SIGINT', () => undefined);
for (const child of children) child.on('exit', stop);
