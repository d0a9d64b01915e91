import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequiredRole } from '../../src/access/requireRole';
import { ask } from '../server/graphqlServer';
import { startWriteServer, type WriteServer } from './writeHarness';

interface Step {
  readonly title: string;
  readonly who: 'anyone' | RequiredRole;
  readonly headers: Record<string, string>;
  /** As written: ids stand there as ‹what they name›. */
  readonly query: string;
  readonly answer: unknown;
}

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'editing.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);
const steps = sections.map(stepOf);

let server: WriteServer;
const ids = new Map<string, string>();

beforeAll(async () => {
  server = await startWriteServer();
});
afterAll(() => server.close());

function stepOf(section: string): Step {
  const title = section.slice(0, section.indexOf('\n'));
  const operation = /^```graphql (anyone|EDITOR|ADMIN)(?: key=(\S+))?\n([^`]+)```$/m.exec(section);
  const answer = /^```json\n([^`]+)```$/m.exec(section);
  if (!operation || answer?.[1] === undefined) throw new Error(`The step "${title}" has no operation, or no answer.`);
  const [, who, key, query = ''] = operation;
  const headers: Step['headers'] = key === undefined ? {} : { 'idempotency-key': key };
  return { title, who: who as Step['who'], headers, query, answer: JSON.parse(answer[1]) };
}

/** Learns the ids that new names stand for, each at the place where it is first written. */
function learn(written: unknown, answered: unknown): void {
  if (typeof written === 'string' && typeof answered === 'string') {
    if (/^‹[^›]+›$/.test(written) && !ids.has(written)) ids.set(written, answered);
  } else if (typeof written === 'object' && written !== null && typeof answered === 'object' && answered !== null) {
    for (const [key, value] of Object.entries(written)) learn(value, (answered as Record<string, unknown>)[key]);
  }
}

function withIds(text: string): string {
  return [...ids].reduce((filled, [name, id]) => filled.replaceAll(name, id), text);
}

it.each(steps.map((step) => [step.title, step] as const))('%s', async (_title, { who, headers, query, answer }) => {
  const document = withIds(query);
  const answered =
    who === 'anyone' ? await ask(server.app, document) : await server.as(who, document, undefined, headers);
  learn(answer, answered);
  expect(answered).toEqual(JSON.parse(withIds(JSON.stringify(answer))));
});
