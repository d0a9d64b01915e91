import type { Anchor } from '../../lib/anchor';
import { type ApproximateWork, BodyEdit } from '../../lib/bodyEdit';
import { ErrorCode } from '../../lib/errors';
import { shorten } from '../../lib/shorten';
import type { Sql } from '../sql';
import type { Fault } from './fault';
import { saidIdentity } from './saidTwice';

/** A quotation that is stored on a statement. */
export interface StoredQuotation {
  readonly table: 'assertion' | 'finding';
  readonly id: string;
  readonly statementId: string;
  readonly allegationId: string;
  /** The allegation's slug. */
  readonly allegation: string;
  /** The speaker, or the body that found it. */
  readonly partyId: string;
  /** Null for a finding. */
  readonly stance: string | null;
  readonly anchor: Anchor;
}

/** A quotation that gets another place, or other words around it. */
export interface MovedQuotation {
  readonly quotation: StoredQuotation;
  readonly to: Anchor;
}

/** A quotation that has no place in a new body, and why. */
export interface LostQuotation {
  readonly quotation: StoredQuotation;
  readonly reason: string;
}

/** The quotations of statements, which stay as they are until the transaction ends. */
export async function quotationsOf(sql: Sql, statements: readonly string[]): Promise<StoredQuotation[]> {
  const all: StoredQuotation[] = [];
  for (const table of ['assertion', 'finding'] as const) {
    const [party, stance] = table === 'assertion' ? ['speaker_id', 't.stance::text'] : ['body_id', 'NULL'];
    const rows = await sql.rows<StoredQuotation>(
      `SELECT '${table}' AS table, t.id::text AS id, t.statement_id::text AS "statementId", t.allegation_id::text AS "allegationId",
              a.slug AS allegation, t.${party}::text AS "partyId", ${stance} AS stance,
              json_build_object('start', t.anchor_start, 'end', t.anchor_end, 'exact', t.anchor_exact,
                                'prefix', t.anchor_prefix, 'suffix', t.anchor_suffix) AS anchor
         FROM ${table} t JOIN allegation a ON a.id = t.allegation_id
        WHERE t.statement_id = ANY ($1::uuid[]) AND t.anchor_start IS NOT NULL ORDER BY t.id FOR NO KEY UPDATE OF t`,
      [statements],
    );
    for (const row of rows) all.push(row);
  }
  return all;
}

/**
 * The places of a statement's quotations in its new body; see {@link BodyEdit}. A quotation that fits nowhere, in two places, or where
 * another one of its kind comes to stand, is lost.
 *
 * @param work what may still be spent on words that were edited themselves, by all bodies that share it
 */
export function placeQuotations(
  body: { readonly before: string; readonly after: string },
  quotations: readonly StoredQuotation[],
  work?: ApproximateWork,
): { moved: MovedQuotation[]; lost: LostQuotation[] } {
  const moved: MovedQuotation[] = [];
  const lost: LostQuotation[] = [];
  const taken = new Set<string>();
  const edit = new BodyEdit(body.before, body.after, work);
  for (const quotation of quotations) {
    const result = edit.place(quotation.anchor);
    if (result.anchor === null) {
      lost.push({ quotation, reason: result.reason });
      continue;
    }
    const identity = `${quotation.table} ${identityAt(quotation, result.anchor)}`;
    if (taken.has(identity)) {
      lost.push({ quotation, reason: 'it would come to stand where another one of the same kind stands' });
      continue;
    }
    taken.add(identity);
    if (!isSame(quotation.anchor, result.anchor)) moved.push({ quotation, to: result.anchor });
  }
  return { moved, lost };
}

/** What makes what quotes the only one of its kind, were it at a place. */
export function identityAt(quotation: StoredQuotation, { start, end }: Pick<Anchor, 'start' | 'end'>): string {
  const { allegationId, statementId, partyId, stance } = quotation;
  return saidIdentity({ allegation: allegationId, statement: statementId, party: partyId, stance, start, end });
}

/** Quotations that a message names, and the units of its words that it shows of each. */
const NAMED = 10;
const SHOWN = 80;

/** The fault of a body in which stored quotations have no place. */
export function lostQuotationsFault(lost: readonly LostQuotation[]): Fault {
  const list = lost
    .slice(0, NAMED)
    .map(({ quotation: { table, allegation, anchor }, reason }) => {
      const what = table === 'assertion' ? 'an assertion' : 'a finding';
      return `“${shorten(anchor.exact, SHOWN)}” of ${what} on ${allegation} (${reason})`;
    })
    .join('; ');
  const count = lost.length === 1 ? '' : ` (${String(lost.length)} quotations)`;
  const message =
    `leaves quoted words without a place${count}: ${list}. Keep those words, or first change or delete what quotes them; ` +
    'in a dossier, list all that is said on the allegation and write prune: true';
  return { code: ErrorCode.BAD_USER_INPUT, message };
}

const isSame = (one: Anchor, other: Anchor): boolean =>
  one.start === other.start &&
  one.end === other.end &&
  one.exact === other.exact &&
  one.prefix === other.prefix &&
  one.suffix === other.suffix;
