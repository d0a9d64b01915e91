import { isDeepStrictEqual } from 'node:util';
import { getOperationAST, parse } from 'graphql';
import type { PoolClient } from 'pg';
import { startThrowawayPostgres } from '../scripts/throwawayPostgres';
import { connectDatabase, type Database } from '../src/database/database';
import { migrate } from '../src/database/migrate';
import { importDossier } from '../src/dossier/importDossier';
import { ReadService } from '../src/read/reader';
import { buildAllegataSchema } from '../src/schema/buildSchema';

// What `npm run bench:nested -- DOSSIER` starts: it imports a dossier, shows the statement and the plan of a nested query over
// it, and how long it takes beside a statement written by hand that gives the same answer.

const ROUNDS = 15;
const REPEATS = 40;

const QUERY = `{ allegations(first: 20) { nodes { slug summary standing accused { slug name }
  assertions(first: 20) { nodes { stance mode speaker { slug name } via { slug name } anchor { exact start end }
    statement { slug title issuers { name } } } } } } }`;

const said = (condition: string): string =>
  `exists (select from assertion x where x.allegation_id = a.id and x.visible and ${condition})`;
const party = (columns: string, id: string, as: string): string =>
  `(select row_to_json(p) from (select ${columns} from party p where p.id = ${id}) p) as ${as}`;
const list = (rows: string, as: string): string =>
  `(select coalesce(json_agg(l), '[]'::json) from (${rows}) l) as ${as}`;

/** The best that was found by hand. */
const BY_HAND = `select json_build_object('allegations', json_build_object('nodes', coalesce(json_agg(a), '[]'::json)))::text from (
  select a.slug, a.summary,
    case when exists (select from finding f where f.allegation_id = a.id and f.visible) then 'RULED'
      when ${said(`x.stance = 'RETRACTS' and exists (select from assertion y
        where y.allegation_id = a.id and y.visible and y.speaker_id = x.speaker_id and y.stance = 'ALLEGES')`)} then 'RETRACTED'
      when ${said(`x.stance in ('DENIES', 'REBUTS')`)} then 'CONTESTED' else 'UNANSWERED' end as standing,
    ${list(
      `select p.slug, p.name from allegation_party l join party p on p.id = l.party_id
        where l.allegation_id = a.id and l.role = 'ACCUSED' and p.state = 'PUBLISHED' order by l.position`,
      'accused',
    )},
    (select row_to_json(c) from (select ${list(
      `select x.stance, x.mode, ${party('p.slug, p.name', 'x.speaker_id', 'speaker')},
        ${list(
          `select p.slug, p.name from assertion_via v join party p on p.id = v.party_id
            where v.assertion_id = x.id and p.state = 'PUBLISHED' order by v.position`,
          'via',
        )},
        case when x.anchor_exact is not null then (select row_to_json(q) from (
          select x.anchor_exact as exact, x.anchor_start as start, x.anchor_end as "end") q) end as anchor,
        (select row_to_json(s) from (select s.slug, s.title, ${list(
          `select p.name from attribution t join party p on p.id = t.party_id
            where t.statement_id = s.id and t.role = 'ISSUER' and p.state = 'PUBLISHED' order by t.position`,
          'issuers',
        )} from statement s where s.id = x.statement_id) s) as statement
      from assertion x where x.allegation_id = a.id and x.visible
      order by coalesce(x.statement_issued, '-infinity'::date) desc, x.statement_id desc, coalesce(x.anchor_start, 2147483647), x.id
      limit 20`,
      'nodes',
    )}) c) as assertions
  from allegation a where a.state = 'PUBLISHED'
  order by coalesce(a.occurred_earliest, '-infinity'::date) desc, a.id desc limit 20) a`;

interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

function generated(database: Database): Statement {
  const reads = new ReadService(buildAllegataSchema(), database, { costLimit: 100_000, preparedStatements: true });
  const document = parse(QUERY);
  const operation = getOperationAST(document);
  const statement = operation && reads.statementOf(document, operation, {}, 'READER');
  if (!statement) throw new Error('The query is not made of compiled reads.');
  return { name: 'generated', ...statement };
}

async function answer(client: PoolClient, statement: Statement): Promise<string> {
  const { rows } = await client.query<[string]>({ ...statement, rowMode: 'array' });
  const [row] = rows;
  if (!row) throw new Error('The statement answers nothing.');
  return row[0];
}

async function showPlan(client: PoolClient, { text, values }: Statement): Promise<void> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off) ${text}`,
    values,
  );
  console.log(rows.map((row) => row['QUERY PLAN']).join('\n'));
}

/** Milliseconds that one run takes. */
async function time(client: PoolClient, statement: Statement): Promise<number> {
  const since = performance.now();
  for (let run = 0; run < REPEATS; run += 1) await answer(client, statement);
  return (performance.now() - since) / REPEATS;
}

const median = (numbers: number[]): number =>
  [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? NaN;

async function compare(client: PoolClient, ours: Statement, byHand: Statement): Promise<void> {
  const answers = [await answer(client, ours), await answer(client, byHand)].map((text) => JSON.parse(text) as unknown);
  if (!isDeepStrictEqual(answers[0], answers[1])) throw new Error('The two statements answer otherwise.');
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push([await time(client, ours), await time(client, byHand)]);
  console.log(`generated: ${median(times.map(([one]) => one)).toFixed(2)} ms`);
  console.log(`by hand:   ${median(times.map(([, other]) => other)).toFixed(2)} ms`);
  console.log(
    `ratio of the time by hand to that of the generated: ${median(times.map(([one, other]) => other / one)).toFixed(2)}`,
  );
}

async function main(file: string): Promise<void> {
  const postgres = await startThrowawayPostgres();
  const database = connectDatabase(postgres.url);
  try {
    await migrate(database.pool);
    await importDossier(database, { file }, { state: 'PUBLISHED', limitBytes: 64 * 1024 * 1024 });
    await database.pool.query('analyze');
    const client = await database.pool.connect();
    const ours = generated(database);
    console.log(`${QUERY}\n\n${ours.text}\n`);
    await showPlan(client, ours);
    await compare(client, ours, { name: 'by_hand', text: BY_HAND, values: [] });
    client.release();
  } finally {
    await database.close();
    await postgres.remove();
  }
}

void main(process.argv[2] ?? 'examples/harbour-of-vessen/dossier.yaml');
