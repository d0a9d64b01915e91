import type { Compiler } from './compiler';
import { type Sql, sql } from './sql';

/** The stances that make their speaker an accuser. */
export const ACCUSING_STANCES = sql`('ALLEGES', 'REPEATS', 'CORROBORATES')`;

/**
 * How an allegation stands, over what the role may see.
 *
 * @param asOf a day as a parameter: only what may have been said or ruled by then counts, and what no date is known of
 */
export function standing(allegation: Sql, compiler: Compiler, asOf?: Sql): Sql {
  // What has no day of its own has that of its statement, and what is open towards the past the day by which it was said.
  const by = (row: Sql, earliest: Sql, latest: Sql): Sql => {
    if (!asOf) return sql``;
    const statement = compiler.rows('Statement');
    const issued = sql`(select coalesce(${statement}.issued_earliest, ${statement}.issued_latest)
      ${statement.from(sql`${statement}.id = ${row}.statement_id`)})`;
    return sql` and coalesce(coalesce(${row}.${earliest}, ${row}.${latest}, ${issued}) <= ${asOf}, true)`;
  };
  const said = (condition: (row: Sql) => Sql): Sql => {
    const row = compiler.rows('Assertion');
    const counts = by(row, sql`said_earliest`, sql`said_latest`);
    return row.exists(sql`${row}.allegation_id = ${allegation}.id${counts} and ${condition(row)}`);
  };
  const finding = compiler.rows('Finding');
  const ruledBy = by(finding, sql`ruled_earliest`, sql`ruled_latest`);
  const ruled = finding.exists(sql`${finding}.allegation_id = ${allegation}.id${ruledBy}`);
  const retracted = said(
    (row) =>
      sql`${row}.stance = 'RETRACTS' and ${said(
        (alleged) => sql`${alleged}.speaker_id = ${row}.speaker_id and ${alleged}.stance = 'ALLEGES'`,
      )}`,
  );
  const contested = said((row) => sql`${row}.stance in ('DENIES', 'REBUTS')`);
  return sql`case when ${ruled} then 'RULED' when ${retracted} then 'RETRACTED' when ${contested} then 'CONTESTED' else 'UNANSWERED' end`;
}
