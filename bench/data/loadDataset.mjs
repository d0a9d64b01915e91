import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { dataset } from './dataset.mjs';

/** Rows that go to PostgreSQL in one piece. */
const CHUNK = 500;

/**
 * Fills a migrated, empty store. Triggers and foreign keys rest meanwhile, so what the triggers keep is given with the rows and
 * checked afterwards.
 *
 * @param {import('pg').Client[]} clients a superuser's; they share the work
 * @param {'S' | 'L'} size
 * @param {(table: string) => void} onTable told before each table
 * @throws Error where the rows are not what the triggers would have made of them
 */
export async function loadDataset(clients, size, onTable) {
  for (const client of clients) await client.query('SET session_replication_role = replica');
  for (const { table, columns, rows } of dataset(size)) {
    onTable(table);
    const pieces = chunks(rows);
    await Promise.all(clients.map((client) => copy(client, `${table} (${columns.join(', ')})`, pieces)));
  }
  for (const client of clients) await client.query('SET session_replication_role = origin');
  await assertDerived(clients[0]);
}

/** Takes pieces as long as there are any, which others may do at the same time. */
async function copy(client, target, pieces) {
  // An iterator that has no `return`: who ends first does not end it for the others.
  const shared = { [Symbol.iterator]: () => ({ next: () => pieces.next() }) };
  await pipeline(Readable.from(shared), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
}

/** PostgreSQL's text format of COPY. */
function* chunks(rows) {
  let lines = [];
  for (const row of rows) {
    lines.push(row.map(field).join('\t'));
    if (lines.length === CHUNK) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function field(value) {
  if (value === null) return '\\N';
  return String(value).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

async function assertDerived(client) {
  const { rows } = await client.query(`
    SELECT (SELECT count(*) FROM assertion x
        LEFT JOIN allegation a ON a.id = x.allegation_id LEFT JOIN statement s ON s.id = x.statement_id LEFT JOIN party p ON p.id = x.speaker_id
        WHERE (x.visible, x.statement_issued) IS DISTINCT FROM ('PUBLISHED' = ALL (ARRAY[x.state, a.state, s.state, p.state]), s.issued_earliest))
      + (SELECT count(*) FROM finding f
        LEFT JOIN allegation a ON a.id = f.allegation_id LEFT JOIN statement s ON s.id = f.statement_id LEFT JOIN party p ON p.id = f.body_id
        WHERE f.visible IS DISTINCT FROM ('PUBLISHED' = ALL (ARRAY[f.state, a.state, s.state, p.state])))
      + (SELECT count(*) FROM allegation_party x LEFT JOIN party p ON p.id = x.party_id LEFT JOIN allegation a ON a.id = x.allegation_id
        WHERE p.id IS NULL OR a.id IS NULL) AS wrong`);
  if (Number(rows[0].wrong) > 0)
    throw new Error(`The loaded rows contradict what the triggers keep, ${rows[0].wrong} times.`);
}
