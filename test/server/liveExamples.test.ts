import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStatement } from '../support/factories';
import { type GraphqlServer, portOf, startGraphqlServer } from './graphqlServer';
import { eventually, subscribe } from './subscriber';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'live.md'), 'utf8');

let server: GraphqlServer;
beforeEach(async () => {
  server = await startGraphqlServer();
});
afterEach(() => server.close());

/** What stands on the page between two texts. */
function exampleIn(form: RegExp): string {
  const found = form.exec(page)?.[1];
  if (found === undefined) throw new Error(`The page has no example ${String(form)}.`);
  return found;
}

it('the subscription of docs/live.md tells of statements', async () => {
  const subscriber = subscribe(server.app, 'WebSocket', { query: exampleIn(/```graphql\n([^`]+)```/) });
  await eventually(() => server.feed.size === 1);
  const { id, title } = await createStatement(server.database);
  const [change] = await subscriber.until(1);
  expect(change).toEqual({ cursor: expect.any(String) as string, kind: 'CREATED', id, node: { title } });
  subscriber.stop();
});

it('the request that the command line of docs/live.md makes follows changes', async () => {
  // Not every machine has curl: what it would send is read from its words.
  const command = exampleIn(/^ {4}(curl [^]*?}')$/m);
  const headers = [...command.matchAll(/-H '([^:']+): ([^']+)'/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  const url = /http:\S+/.exec(command)?.[0].replace('4000', String(portOf(server.app))) ?? '';
  const leaving = new AbortController();
  const body = /-d '([^']+)'/.exec(command)?.[1];
  const response = await fetch(url, { method: 'POST', headers, body, signal: leaving.signal });
  await eventually(() => server.feed.size === 1);
  const { id } = await createStatement(server.database);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!told.includes('event: next')) told += (await reader.read()).value ?? '';
  leaving.abort();
  const data: unknown = JSON.parse(/^data: (.+)$/m.exec(told)?.[1] ?? 'null');
  const change = { cursor: expect.any(String) as string, kind: 'CREATED', type: 'STATEMENT', id };
  expect(data).toEqual({ data: { changes: change } });
});
