import { isDeepStrictEqual } from 'node:util';

const AT_ONCE = 8;

/** Puts operations to a contestant, one at a time. */
export async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  const answer = JSON.parse(await response.text());
  if (response.status !== 200 || answer.errors !== undefined) {
    throw new Error(
      `${url} answers ${response.status} to ${body.slice(0, 600)}: ${JSON.stringify(answer.errors ?? answer).slice(0, 1500)}`,
    );
  }
  return answer.data;
}

/**
 * Makes the request bodies of a contestant for every variant of a query, and compares each answer with the first contestant's.
 *
 * @throws Error with the first place in which two differ
 */
export async function prepareAndCompare(contestant, query, variants, expected) {
  const ask = (document, variables) => post(contestant.url, JSON.stringify({ query: document, variables }));
  const prepared = await contestant.prepare(query, variants, ask);
  const bodies = prepared.map((variables) => contestant.body(query, variables));
  const answers = [];
  for (let start = 0; start < bodies.length; start += AT_ONCE) {
    const data = await Promise.all(bodies.slice(start, start + AT_ONCE).map((body) => post(contestant.url, body)));
    answers.push(...data.map((each) => contestant.canonical[query](each)));
  }
  const wrong =
    expected === undefined ? -1 : answers.findIndex((answer, index) => !isDeepStrictEqual(answer, expected[index]));
  if (wrong !== -1) {
    const difference = firstDifference(answers[wrong], expected[wrong]);
    throw new Error(
      `${contestant.label} answers ${query} otherwise ${difference} (${JSON.stringify(variants[wrong])})`,
    );
  }
  return { bodies, answers };
}

function firstDifference(one, other, place = '') {
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      if (!isDeepStrictEqual(one[key], other[key])) return firstDifference(one[key], other[key], `${place}.${key}`);
    }
  }
  return `at ${place}: ${JSON.stringify(one)?.slice(0, 300)} and not ${JSON.stringify(other)?.slice(0, 300)}`;
}

/** How many SQL statements one request takes, counted by PostgreSQL, BEGIN and COMMIT included. */
export async function countStatements(client, contestant, query) {
  const bodies = contestant.bodies[query].slice(0, 12);
  await client.query(`ALTER SYSTEM SET pg_stat_statements.track = 'top'`);
  await reload(client, 'top');
  await client.query('SELECT pg_stat_statements_reset()');
  for (const body of bodies) await post(contestant.url, body);
  const { rows } = await client.query(
    `SELECT sum(calls)::integer AS calls FROM pg_stat_statements WHERE query !~ 'pg_stat_statements|pg_reload_conf'`,
  );
  await client.query(`ALTER SYSTEM SET pg_stat_statements.track = 'none'`);
  await reload(client, 'none');
  return (rows[0].calls ?? 0) / bodies.length;
}

/** Idle sessions take the setting over with their next statement; ours tells that the server has read it. */
async function reload(client, wanted) {
  await client.query('SELECT pg_reload_conf()');
  for (;;) {
    const { rows } = await client.query(`SELECT current_setting('pg_stat_statements.track') AS track`);
    if (rows[0].track === wanted) return;
  }
}
