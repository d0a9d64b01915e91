import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command, data, kill, postgresProcesses, query, serve, startCommand, stop } from './program.mjs';
import { show, showEqual } from './report.mjs';

const totals = `{
  parties { totalCount } statements { totalCount } allegations { totalCount } assertions { totalCount }
}`;

const counted = async (server) => Object.values(await data(server, totals)).map(({ totalCount }) => totalCount);

/** Another dossier of the same size: every key of its own has a number in front, wherever it is named. */
function renumbered(dossier, number) {
  const keys = new Set([...dossier.parties, ...dossier.statements, ...dossier.allegations].map(({ key }) => key));
  const rename = (value) => {
    if (Array.isArray(value)) return value.map(rename);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rename(inner)]));
    }
    return keys.has(value) ? `n${number}-${value}` : value;
  };
  return rename(dossier);
}

/**
 * Kills ten imports at random moments: every second one beside a running server, the others alone, together with the
 * PostgreSQL that they started. After each the store has what it had, or that and the whole dossier; findings are counted by their export.
 */
export async function showKilledImports(dataDir, folder, dossier) {
  const whole = [dossier.parties, dossier.statements, dossier.allegations].map((list) => list.length);
  whole.push(dossier.allegations.reduce((sum, { assertions = [] }) => sum + assertions.length, 0));
  const write = (number) => {
    const file = join(folder, `dossier-${number}.json`);
    writeFileSync(file, JSON.stringify(renumbered(dossier, number)));
    return file;
  };
  let server = await serve(dataDir);
  const start = performance.now();
  const untroubled = await command(dataDir, 'import', write(0));
  const duration = performance.now() - start;
  showEqual('an import that is left alone succeeds', untroubled.code, 0);

  let stored = 0;
  for (let number = 1; number <= 10; number += 1) {
    const alone = number % 2 === 0;
    const before = await counted(server);
    if (alone) await stop(server);
    // One moment in each tenth of the time that an import takes and a little more, so that all of it is covered.
    const moment = (1.15 * duration * (number - Math.random())) / 10;
    await killedImport(dataDir, write(number), moment, alone);
    if (alone) server = await serve(dataDir);
    const after = await counted(server);
    const added = after.map((count, index) => count - before[index]);
    const wholly = added.every((count, index) => count === whole[index]);
    const notAtAll = added.every((count) => count === 0);
    stored += wholly ? 1 : 0;
    const where = alone ? 'alone, with its PostgreSQL' : 'beside the server';
    show(
      `import ${number}, killed ${where} after ${Math.round(moment)} ms of ${Math.round(duration)}: ${wholly ? 'wholly there' : 'not there at all'}`,
      wholly || notAtAll,
      `added ${added.join(', ')} of ${whole.join(', ')}`,
    );
  }
  console.log(`# of ten killed imports ${stored} are stored`);
  await stop(server);
}

async function killedImport(dataDir, file, moment, alone) {
  const started = startCommand(dataDir, 'import', file);
  await sleep(moment);
  kill(started.child.pid);
  if (alone) for (const id of postgresProcesses(dataDir)) kill(id);
  await started.ended;
}

/** Stopping cleanly, and coming back after kill -9 of the server and of its PostgreSQL. */
export async function showStops(dataDir) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const stopped = await serve(dataDir);
    show(`its PostgreSQL works in the data folder (${signal})`, postgresProcesses(dataDir).length > 0);
    showEqual(`${signal} ends the server with 0`, (await stop(stopped, signal)).code, 0);
    showEqual(`${signal} leaves no postgres process`, postgresProcesses(dataDir), []);
  }
  const first = await serve(dataDir);
  const had = await counted(first);
  kill(first.child.pid);
  await first.ended;
  const second = await serve(dataDir);
  showEqual('after kill -9 of the server it starts again with all it had', await counted(second), had);

  for (const id of postgresProcesses(dataDir)) kill(id);
  const deadline = Date.now() + 30_000;
  let answer;
  do {
    answer = await query(second, totals).catch((error) => ({ errors: [String(error)] }));
    if (answer.errors) await sleep(200);
  } while (answer.errors && Date.now() < deadline);
  const came = Object.values(answer.data ?? {}).map((connection) => connection?.totalCount);
  showEqual('after kill -9 of its PostgreSQL a later request is answered', came, had);
  showEqual('and the server still stops with 0', (await stop(second)).code, 0);
  showEqual('and leaves no postgres process', postgresProcesses(dataDir), []);
}

/** A second server on the same folder says so and harms nothing. */
export async function showSecondServer(dataDir) {
  const first = await serve(dataDir);
  const second = await serve(dataDir).then(
    async (server) => ({ served: true, server }),
    (error) => ({ served: false, said: error.message }),
  );
  if (second.served) await stop(second.server);
  show(
    'a second server on the same folder refuses with a message',
    !second.served && !/\n\s+at (?!.*acceptance)/.test(second.said),
    second.said,
  );
  show('and the first one still answers', (await counted(first)).length === 4);
  await stop(first);
}
