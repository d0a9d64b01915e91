import type { Pool } from 'pg';

/** How many rows of each table a large world has: those of a middle-sized archive. */
const LARGE = { parties: 5_000, statements: 20_000, allegations: 60_000, assertions: 90_000, findings: 6_000 };

/** A key that PostgreSQL makes of a table's letter and a row's number, so that rows can name each other. */
const key = (letter: string, number: string): string =>
  `('0193${letter}000-0000-7000-8000-' || lpad(to_hex((${number})::int), 12, '0'))::uuid`;

/** Few parties are named in very many rows, most in few: row i names party (i * i) modulo a range that grows. */
const skewed = (row: string): string => `(${row}::bigint * ${row} % (1 + ${row} % ${String(LARGE.parties)}))`;

const day = (row: string): string => `'1990-01-01'::date + (${row} * 7919 % 12000)::int`;

/** Fills an empty store with invented content of the size LARGE, deterministically, without a round trip a row. */
export async function fillLargeWorld(pool: Pool): Promise<void> {
  const { parties, statements, allegations, assertions, findings } = LARGE;
  const statementsOfSql = [
    `insert into party (id, slug, kind, name, state)
      select ${key('a', 'i')}, 'party-' || i, (array['PERSON', 'ORGANIZATION', 'OUTLET'])[1 + i % 3]::party_kind, 'Party ' || md5(i::text), 'PUBLISHED'
      from generate_series(0, ${String(parties - 1)}) i`,
    `insert into party_name (party_id, position, name, kind)
      select ${key('a', 'i')}, 0, 'Alias ' || md5('n' || i), 'ALIAS' from generate_series(0, ${String(parties - 1)}, 2) i`,
    `insert into statement (id, slug, kind, title, body, language, issued_on, issued_earliest, issued_latest, state)
      select ${key('b', 'i')}, 'statement-' || i, 'ARTICLE', 'Title ' || md5(i::text), 'Words ' || md5('b' || i) || ' and ' || md5('c' || i), 'en',
        case when i % 20 > 0 then (${day('i')})::text end, case when i % 20 > 0 then ${day('i')} end, case when i % 20 > 0 then ${day('i')} end, 'PUBLISHED'
      from generate_series(0, ${String(statements - 1)}) i`,
    `insert into attribution (statement_id, position, party_id, role)
      select ${key('b', 'i')}, 0, ${key('a', skewed('i'))}, 'ISSUER' from generate_series(0, ${String(statements - 1)}) i`,
    `insert into allegation (id, slug, summary, occurred_on, occurred_earliest, occurred_latest, state)
      select ${key('c', 'i')}, 'allegation-' || i, 'Summary ' || md5(i::text), case when i % 20 > 0 then (${day('i')})::text end,
        case when i % 20 > 0 then ${day('i')} end, case when i % 20 > 0 then ${day('i')} end, 'PUBLISHED'
      from generate_series(0, ${String(allegations - 1)}) i`,
    `insert into allegation_party (allegation_id, position, party_id, role)
      select ${key('c', 'i')}, 0, ${key('a', skewed('i'))}, 'ACCUSED' from generate_series(0, ${String(allegations - 1)}) i`,
    `insert into assertion (id, allegation_id, statement_id, speaker_id, stance, said_on, said_earliest, said_latest, state)
      select ${key('d', 'i')}, ${key('c', `i % ${String(allegations)}`)}, ${key('b', `i % ${String(statements)}`)}, ${key('a', skewed('i'))},
        (array['ALLEGES', 'REPEATS', 'DENIES'])[1 + i / ${String(allegations)} + i % 2]::stance, (${day('i')})::text, ${day('i')}, ${day('i')}, 'PUBLISHED'
      from generate_series(0, ${String(assertions - 1)}) i`,
    `insert into assertion_via (assertion_id, position, party_id)
      select ${key('d', 'i')}, 0, ${key('a', `i % ${String(parties)}`)} from generate_series(0, ${String(assertions - 1)}, 10) i`,
    `insert into finding (id, allegation_id, body_id, verdict, ruled_on, ruled_earliest, ruled_latest, state)
      select ${key('e', 'i')}, ${key('c', `i * 10`)}, ${key('a', `i % 40`)}, 'UNPROVEN', (${day('i')})::text, ${day('i')}, ${day('i')}, 'PUBLISHED'
      from generate_series(0, ${String(findings - 1)}) i`,
  ];
  for (const statement of statementsOfSql) await pool.query(statement);
  await pool.query('vacuum analyze');
}
