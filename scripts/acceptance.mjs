#!/usr/bin/env node
// Uses the built program as a person would, on real dossiers, and prints a line for each thing shown. Exit status 1 when
// any does not hold. Linux only, since it looks for processes in /proc.
// usage, from the project's root, after npm run build: node scripts/acceptance.mjs [folder of the data, ../shared/data]
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { showCommunique } from './acceptance/communique.mjs';
import { showKilledImports, showSecondServer, showStops } from './acceptance/durability.mjs';
import { showFaults } from './acceptance/faults.mjs';
import { showFirstVisit } from './acceptance/firstVisit.mjs';
import { showImport, showRoundTrip } from './acceptance/imports.mjs';
import { endAll, scratchFolder, serve, stop } from './acceptance/program.mjs';
import { showQuestions } from './acceptance/questions.mjs';
import { part, show, tally } from './acceptance/report.mjs';

const data = resolve(process.argv[2] ?? '../shared/data');
const communique = join(data, 'ncri-2014-07-13');
const factopolis = join(data, 'factopolis', 'dossier.json');
for (const needed of ['dist/main.js', join(communique, 'dossier.yaml'), factopolis]) {
  if (!existsSync(needed)) throw new Error(`${needed} is not there`);
}

const folders = [];
const scratch = (name) => {
  folders.push(scratchFolder(name));
  return folders.at(-1);
};

const clear = async () => {
  await endAll(folders);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};
// A PostgreSQL outlives whoever started it, so an end from outside has to take it along.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clear().finally(() => process.exit(1)));

const store = scratch('store');
const files = scratch('files');

/** One part of what is shown; nothing that it started outlives it, so that no failure spoils the next. */
const partOf = async (name, run) => {
  await part(name, run);
  await endAll(folders);
};

await partOf('the communiqué, imported while the server runs', async () => {
  const server = await serve(store);
  await showImport(store, join(communique, 'dossier.yaml'), [33, 1, 22, 31, 2]);
  await showCommunique(server, communique);
  await showFaults(server, store, files);
  await showRoundTrip(store, scratch('copy'), join(files, 'communique'), 'the communiqué');
  show('the server stops', (await stop(server)).code === 0);
});

await partOf('factopolis', async () => {
  const own = scratch('factopolis');
  const server = await serve(own);
  await showImport(own, factopolis, [123, 521, 228, 540, 482]);
  await showRoundTrip(own, scratch('copy'), join(files, 'factopolis'), 'factopolis');
  await stop(server);
});

await partOf('twenty questions', () => showQuestions(scratch('questions'), communique, factopolis));
await partOf('stops, clean and other', () => showStops(store));
await partOf('a second server on the same folder', () => showSecondServer(store));
await partOf('imports that are killed', () =>
  showKilledImports(scratch('killed'), files, JSON.parse(readFileSync(factopolis, 'utf8'))),
);
await partOf('a first visit', () => showFirstVisit(scratch('fresh')));

await clear();
console.log(`\nacceptance: ${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 ? 1 : 0;
