import { type LostQuotation, lostQuotationsFault, placeQuotations, quotationsOf } from '../store/rules/movedQuotations';
import type { Sql } from '../store/sql';
import { storeMoves } from '../store/storeMoves';
import { inputFault } from './inputReader';

/**
 * Gives the quotations of a statement their places in its new body. Those that get another place, or other words around them, get
 * their next version. The statement has to be locked.
 *
 * @throws RequestError BAD_USER_INPUT with extensions.quotations, which names each one that has no place or more than one
 */
export async function moveQuotations(sql: Sql, statementId: string, body: string): Promise<void> {
  const [statement] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE id = $1::uuid', [statementId]);
  if (statement === undefined || statement.body === body) return;
  const quotations = await quotationsOf(sql, [statementId]);
  if (quotations.length === 0) return;
  const { moved, lost } = placeQuotations({ before: statement.body, after: body }, quotations);
  if (lost.length > 0) throw inputFault('input.body', lostQuotationsFault(lost), { quotations: lost.map(refusalOf) });
  for (const table of ['assertion', 'finding'] as const) {
    const ofTable = moved.filter(({ quotation }) => quotation.table === table);
    await storeMoves(
      sql,
      table,
      ofTable.map(({ quotation: { id, anchor: from }, to }) => ({ id, from, to })),
    );
  }
}

/** A quotation that has no place in the new body, as an error tells of it. */
function refusalOf({ quotation: { table, id, anchor }, reason }: LostQuotation): object {
  return { id, type: table === 'assertion' ? 'Assertion' : 'Finding', exact: anchor.exact, reason };
}
