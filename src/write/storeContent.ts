import { uuidv7 } from 'uuidv7';
import type { Sql } from '../store/sql';
import { insertNew, storeRecords, type Target } from '../store/storeRecords';
import type { ContentTable } from '../store/tables';
import { ErrorCode, RequestError } from '../lib/errors';
import { heldSlugs } from '../store/rules/heldSlugs';
import { inputFault } from './inputReader';
import { checkedId, notFound } from './references';

/** What a row and its lists are to be; undefined stays as it is stored. */
export type Draft = Pick<Target, 'row' | 'lists'>;

const ignore = (): void => undefined;

/** A new id, for an object whose draft has to know it before it is stored. */
export const newId = (): string => uuidv7();

/** Stores a new object. */
export async function createContent(sql: Sql, table: ContentTable, id: string, draft: Draft): Promise<string> {
  const target = { id, isNew: true, ...draft };
  await insertNew(sql, table, [target], ignore);
  await storeRecords(sql, table, [target], ignore);
  await refuseHeldSlug(sql, table, draft);
  return id;
}

/** Makes a stored object what its draft says, with its next version; where nothing differs, nothing is written. */
export async function updateContent(sql: Sql, table: ContentTable, id: string, draft: Draft): Promise<void> {
  await storeRecords(sql, table, [{ id, isNew: false, ...draft }], ignore);
  await refuseHeldSlug(sql, table, draft);
}

/** Refuses a slug that leads to a merged party, or that was erased; see {@link heldSlugs} for why it is written before. */
async function refuseHeldSlug(sql: Sql, { name: type }: ContentTable, { row: { slug } }: Draft): Promise<void> {
  if (typeof slug !== 'string' || (type !== 'party' && type !== 'statement')) return;
  const fault = (await heldSlugs(sql, type, [slug])).get(slug);
  if (fault !== undefined) throw inputFault('input.slug', fault);
}

/**
 * Locks an object until the transaction ends, for who has read it in a version.
 *
 * @param input with the id as it was given; that of a merged party leads to the party that it was merged into
 * @returns the object's id
 * @throws RequestError NOT_FOUND, or CONFLICT with the current version where it has been changed since
 */
export async function lockVersion(
  sql: Sql,
  type: ContentTable['name'],
  input: { readonly id: string; readonly version: number },
): Promise<string> {
  const given = checkedId(input.id, 'input.id');
  const id =
    type === 'party' ? `coalesce((SELECT into_id FROM party_redirect WHERE id = $1::uuid), $1::uuid)` : '$1::uuid';
  const [row] = await sql.rows<{ id: string; version: number }>(
    `SELECT id::text AS id, version FROM ${type} WHERE id = ${id} FOR NO KEY UPDATE`,
    [given],
  );
  if (row === undefined) throw await notFound(sql, given, 'input.id', type);
  if (row.version !== input.version) throw staleVersion(type, input.version, row.version);
  return row.id;
}

function staleVersion(type: string, given: number, currentVersion: number): RequestError {
  const message = `The ${type} is at version ${String(currentVersion)}, and you have read version ${String(given)}: read it again, and say what to change in what it is now.`;
  return new RequestError(ErrorCode.CONFLICT, message, { field: 'input.version', currentVersion });
}
