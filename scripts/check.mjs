#!/usr/bin/env node
// Runs every check:* script of package.json, in the order that they stand there, and names each. All of them run, so
// that one visit shows every fault; the exit status is 1 when any failed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));
const failed = checks.filter((name) => {
  console.log(`\n— ${name}`);
  return spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' }).status !== 0;
});

if (failed.length > 0) console.log(`\n${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}`);
else console.log(`\nAll ${checks.length} checks passed: ${checks.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
