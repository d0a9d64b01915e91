import { ErrorCode, RequestError } from '../lib/errors';
import { connection } from './connection';
import type { FieldUse } from './fieldUse';
import { type Sql, sql } from './sql';

/**
 * The history of a node, whether it is there or was deleted. A reader is refused while the operation is compiled, before anything
 * is read, so that the refusal tells nothing of what there is.
 *
 * @throws RequestError FORBIDDEN, at the field's place, where a reader asks
 */
export function history(use: FieldUse, nodeId: Sql): Sql {
  if (use.compiler.role !== 'EDITOR') {
    const message = `${use.parent.name}.${use.name} needs a token with the role EDITOR.`;
    throw new RequestError(ErrorCode.FORBIDDEN, message, { path: use.path });
  }
  return connection(use, 'Revision', (revision) => sql`${revision}.node_id = ${nodeId}`);
}
