import type { Sql } from '../dossier/sql';
import { storeMoves } from '../dossier/storeMoves';
import type { Anchor } from '../lib/anchor';
import { BodyEdit } from '../lib/bodyEdit';
import { badInput } from './inputReader';

/** A quotation that is stored on a statement. */
interface Quotation extends Anchor {
  readonly table: 'assertion' | 'finding';
  readonly id: string;
  /** What, with its place, makes it the only one of its kind. */
  readonly kind: string;
}

/** A quotation that has no place in the new body, as an error tells of it. */
interface Refusal {
  readonly id: string;
  readonly type: 'Assertion' | 'Finding';
  readonly exact: string;
  readonly reason: string;
}

/**
 * Gives the quotations of a statement their places in its new body; see {@link BodyEdit}. Those that get another place, or other
 * words around them, get their next version. The statement has to be locked.
 *
 * @throws RequestError BAD_USER_INPUT with extensions.quotations, which names each one that has no place or more than one
 */
export async function moveQuotations(sql: Sql, statementId: string, body: string): Promise<void> {
  const [statement] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE id = $1::uuid', [statementId]);
  if (statement === undefined || statement.body === body) return;
  const stored = await storedQuotations(sql, statementId);
  if (stored.length === 0) return;
  const edit = new BodyEdit(statement.body, body);
  const refusals: Refusal[] = [];
  const placed: { from: Quotation; to: Anchor }[] = [];
  const places = new Set<string>();
  for (const from of stored) {
    const result = edit.place(from);
    if (result.anchor === null) refusals.push(refusalOf(from, result.reason));
    else if (places.has(placeOf(from, result.anchor))) {
      refusals.push(refusalOf(from, 'it would come to stand where another one of the same kind stands'));
    } else {
      places.add(placeOf(from, result.anchor));
      placed.push({ from, to: result.anchor });
    }
  }
  if (refusals.length > 0) throw refusedBody(refusals);
  const moves = placed.filter(({ from, to }) => !isSame(from, to));
  for (const table of ['assertion', 'finding'] as const) {
    const ofTable = moves.filter(({ from }) => from.table === table);
    await storeMoves(
      sql,
      table,
      ofTable.map(({ from, to }) => ({ id: from.id, from, to })),
    );
  }
}

async function storedQuotations(sql: Sql, statementId: string): Promise<Quotation[]> {
  const select = (table: string, kind: string): string =>
    `SELECT '${table}' AS table, id::text AS id, ${kind} AS kind, anchor_start AS start, anchor_end AS end, anchor_exact AS exact,
            anchor_prefix AS prefix, anchor_suffix AS suffix
       FROM ${table} WHERE statement_id = $1::uuid AND anchor_start IS NOT NULL ORDER BY id FOR NO KEY UPDATE`;
  return [
    ...(await sql.rows<Quotation>(select('assertion', `concat_ws(' ', allegation_id, speaker_id, stance)`), [
      statementId,
    ])),
    ...(await sql.rows<Quotation>(select('finding', `concat_ws(' ', allegation_id, body_id)`), [statementId])),
  ];
}

function refusalOf({ table, id, exact }: Quotation, reason: string): Refusal {
  return { id, type: table === 'assertion' ? 'Assertion' : 'Finding', exact, reason };
}

function refusedBody(quotations: readonly Refusal[]): Error {
  const list = quotations
    .map(({ type, id, exact, reason }) => `“${exact.slice(0, 80)}” of ${type} ${id} (${reason})`)
    .slice(0, 10)
    .join('; ');
  const count = quotations.length === 1 ? 'a quotation has' : `${String(quotations.length)} quotations have`;
  return badInput(
    'input.body',
    `leaves words without a place that are quoted: ${count} none or more than one, ${list}. Keep those words, or change or delete what quotes them first`,
    { quotations },
  );
}

const placeOf = ({ table, kind }: Quotation, { start, end }: Anchor): string => [table, kind, start, end].join(' ');

const isSame = (one: Anchor, other: Anchor): boolean =>
  one.start === other.start &&
  one.end === other.end &&
  one.exact === other.exact &&
  one.prefix === other.prefix &&
  one.suffix === other.suffix;
