import { type ErasableType, erasedReasons } from '../dossier/erased';
import type { Sql } from '../dossier/sql';
import { ErrorCode, RequestError } from '../lib/errors';

/**
 * Refuses a slug of what was erased on a lawful request.
 *
 * @param slug undefined where it stays as it is
 * @throws RequestError CONFLICT with the reason
 */
export async function refuseErased(sql: Sql, type: ErasableType, slug: unknown): Promise<void> {
  if (typeof slug !== 'string') return;
  const reason = (await erasedReasons(sql, type, [slug])).get(slug);
  if (reason === undefined) return;
  const message = `The ${type} with this slug was erased (${reason}).`;
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.slug' });
}
