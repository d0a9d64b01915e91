import { readFileSync } from 'node:fs';
import { data, postgresProcesses, query, serve, stop } from './program.mjs';
import { show, showEqual } from './report.mjs';

/** A fresh store shows its example: in the API, and in a browser as a page with a query that runs. */
export async function showFirstVisit(dataDir) {
  const start = performance.now();
  const server = await serve(dataDir, { ALLEGATA_EXAMPLE: 'on' });
  console.log(`# a cold start with the example answers after ${Math.round(performance.now() - start)} ms`);
  const { allegations } = await data(server, '{ allegations { totalCount nodes { standing } } }');
  show('a fresh store holds the example', allegations.totalCount > 0);

  const page = await fetch(server.url, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
  const html = await page.text();
  showEqual(
    'a browser is answered with a page',
    [page.status, page.headers.get('content-type')?.split(';')[0]],
    [200, 'text/html'],
  );
  show('the page is the GraphQL IDE and loads nothing from elsewhere', loadsNothing(html), html.slice(0, 500));

  const introspection = await query(server, '{ __schema { queryType { name } types { name } } }');
  showEqual('introspection works', introspection.data?.__schema.queryType.name, 'Query');
  const { types } = introspection.data.__schema;
  const emitted = readFileSync('schema.graphql', 'utf8');
  const missing = types.filter(
    ({ name }) => !name.startsWith('__') && !scalars.has(name) && !emitted.includes(` ${name}`),
  );
  showEqual('the served types are those of schema.graphql', missing, []);

  await stop(server);
  const warm = performance.now();
  const again = await serve(dataDir, { ALLEGATA_EXAMPLE: 'on' });
  console.log(`# a warm start answers after ${Math.round(performance.now() - warm)} ms`);
  const after = await data(again, '{ allegations { totalCount } }');
  showEqual('a second start imports nothing twice', after.allegations.totalCount, allegations.totalCount);
  await stop(again);
  showEqual('nothing is left running', postgresProcesses(dataDir), []);
}

const scalars = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

function loadsNothing(html) {
  return /graphi?ql/i.test(html) && !/<(script|link|img)[^>]+(src|href)=["']?(https?:)?\/\//i.test(html);
}
