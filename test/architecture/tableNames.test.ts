import { readdirSync, readFileSync } from 'node:fs';
import { OPEN_TABLES } from '../../src/read/rows';
import { HOME, tableFaults, tablesOf } from './tableNames';

const tables = tablesOf(readFileSync('prisma/schema.prisma', 'utf8'));
const read = readdirSync('src/read', { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!\.d)\.ts$/.test(path),
);

it('knows every table of the schema', () => {
  const models = readFileSync('prisma/schema.prisma', 'utf8').match(/^model /gm);
  expect(tables).toHaveLength(models?.length ?? 0);
  expect(tables).toEqual(expect.arrayContaining(['party', 'party_name', 'assertion_via', 'revision', 'webhook']));
});

it.each([
  ['sql`select count(*) from party p`', 'names the table party'],
  ['sql`join ${kind} on true cross join  PARTY_NAME`', 'names the table PARTY_NAME'],
  ['sql`exists (select from assertion ${row} where ${row}.id = ${id})`', 'names the table assertion'],
  ["sql`from ${raw('finding')} f`", 'names the table finding'],
  ['raw(`statement ${alias}`)', 'names the table statement'],
  ['raw(isOld ? "party_redirect" : "p")', 'names the table party_redirect'],
  ['sql`select from ${raw(name)} t`', 'makes a table of a text'],
  ['sql`a join ${raw(name)} t on true`', 'makes a table of a text'],
  ['const from = partyType.table;', 'reads table'],
  ['partyType.visible(row, compiler)', 'reads visible'],
  ['const { table: name } = type;', 'reads table'],
  ['function kept({ keptIn }: ReadType) {}', 'reads keptIn'],
  ['sql`select ${row}.id ${row.from(condition)} or true`', 'goes on with a condition'],
  ['sql`${row.join(condition)} or ${row}.id is null`', 'goes on with a condition'],
])('finds what gets around visibility: %s', (text, fault) => {
  expect(tableFaults('search.ts', text, tables)).toContain(`search.ts:1 ${fault}`);
});

it.each([
  'sql`select ${row}.statement_id from pairs p where ${row}.party_id = ${id}`',
  'sql`${rows.from(condition)} order by ${rows}.id`',
  "sql`select 'Party' as type`; compiler.charge(1, Work.table)",
  "const type: ReadType = { name: 'Party', table: 'party', visible: (row) => sql`${row}.state` };",
  'const { name } = type; sql`from (${select}) n where n.visible`',
])('lets pass what names no table: %s', (text) => {
  expect(tableFaults('search.ts', text, tables)).toEqual([]);
});

it('no read names a table outside of its one home', () => {
  const faults = read
    .filter((path) => path !== HOME)
    .flatMap((path) => tableFaults(path, readFileSync(`src/read/${path}`, 'utf8'), tables));
  expect(read).toContain(HOME);
  expect(faults).toEqual([]);
});

it('only the compiler makes rows, but for the redirects, which hold ids alone', () => {
  const makers = read.filter(
    (path) =>
      path !== HOME &&
      /import \{[^}]*\b(visible|kept|open|selected)Rows\b/.test(readFileSync(`src/read/${path}`, 'utf8')),
  );
  expect(makers.sort()).toEqual(['compiler.ts', 'partyId.ts']);
});

it('a table that is read without visibility is one of the schema, and says why', () => {
  expect(tables).toEqual(expect.arrayContaining(Object.keys(OPEN_TABLES)));
  for (const reason of Object.values(OPEN_TABLES)) expect(reason.split(' ').length).toBeGreaterThan(5);
});
