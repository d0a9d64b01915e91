import fc from 'fast-check';
import { readSearch } from '../../src/read/searchSyntax';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** What PostgreSQL makes of what was typed. */
async function understood(typed: string): Promise<string> {
  const { rows } = await database.pool.query<{ query: string }>(
    `SELECT websearch_to_tsquery('allegata', $1)::text AS query`,
    [readSearch(typed).query],
  );
  return rows[0]?.query ?? '';
}

it.each([
  ['bridge harbour', `'bridge' & 'harbour'`, 'bridge harbour', true],
  ['"night shift" -strike', `'night' <-> 'shift' & !'strike'`, 'night shift', false],
  ['bridge OR -"night shift"', `'bridge' | !( 'night' <-> 'shift' )`, 'bridge', false],
  ['bridge or harbour', `'bridge' & 'or' & 'harbour'`, 'bridge or harbour', true],
  ['bridge Or, harbour', `'bridge' & 'or' & 'harbour'`, 'bridge Or, harbour', true],
  ['bridge - harbour', `'bridge' & 'harbour'`, 'bridge   harbour', true],
  ['-5 degrees', `'5' & 'degrees'`, ' 5 degrees', true],
  ['--force', `'force'`, '  force', true],
  ['(-bridge)', `'bridge'`, '( bridge)', true],
  ['small-island states', `'small' <-> 'island' & 'states'`, 'small-island states', true],
  ['-small-island, states', `!( 'small' <-> 'island' ) & 'states'`, 'states', false],
  ['bridge "night', `'bridge' & 'night'`, 'bridge night', false],
])('reads %s', async (typed, query, sought, isPlain) => {
  expect(await understood(typed)).toBe(query);
  expect(readSearch(typed)).toMatchObject({ sought, isPlain });
});

it('makes no operator of any text that has none', async () => {
  const pieces = fc.constantFrom(
    '-',
    '--',
    ' ',
    '(',
    ')',
    '!',
    '&',
    '|',
    'or',
    'Or',
    'oR',
    'a',
    'ж',
    '7',
    ',',
    '.',
    '/',
    '_',
    '…',
    '’',
    '-9',
    'OR,',
  );
  const typed = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));
  const plain = typed.filter((text) => !/(^|\s)-\p{L}/u.test(text) && !/(^|\s)OR(\s|$)/u.test(text));
  await fc.assert(
    fc.asyncProperty(plain, async (text) => {
      expect(readSearch(text).isPlain).toBe(true);
      expect(await understood(text)).not.toMatch(/[!|]/);
    }),
    { numRuns: 500 },
  );
});
