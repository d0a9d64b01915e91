import type { Compiler } from './compiler';
import { type Sql, sql } from './sql';

/** The stances that make their speaker an accuser. */
export const ACCUSING_STANCES = sql`('ALLEGES', 'REPEATS', 'CORROBORATES')`;

/**
 * How an allegation stands, over what the role may see.
 *
 * @param asOf a day as a parameter: only what may have been said or ruled by then counts, and what has no date
 */
export function standing(allegation: Sql, compiler: Compiler, asOf?: Sql): Sql {
  const by = (row: Sql, earliest: Sql): Sql =>
    asOf ? sql` and (${row}.${earliest} is null or ${row}.${earliest} <= ${asOf})` : sql``;
  const said = (condition: (row: Sql) => Sql): Sql => {
    const row = compiler.alias();
    return sql`exists (select from assertion ${row} where ${row}.allegation_id = ${allegation}.id
      and ${compiler.visible('Assertion', row)}${by(row, sql`said_earliest`)} and ${condition(row)})`;
  };
  const finding = compiler.alias();
  const ruled = sql`exists (select from finding ${finding} where ${finding}.allegation_id = ${allegation}.id
    and ${compiler.visible('Finding', finding)}${by(finding, sql`ruled_earliest`)})`;
  const retracted = said(
    (row) =>
      sql`${row}.stance = 'RETRACTS' and ${said(
        (alleged) => sql`${alleged}.speaker_id = ${row}.speaker_id and ${alleged}.stance = 'ALLEGES'`,
      )}`,
  );
  const contested = said((row) => sql`${row}.stance in ('DENIES', 'REBUTS')`);
  return sql`case when ${ruled} then 'RULED' when ${retracted} then 'RETRACTED' when ${contested} then 'CONTESTED' else 'UNANSWERED' end`;
}
