import { connection } from './connection';
import { refuseReaders } from './refuseReaders';
import type { FieldUse } from './fieldUse';
import { type Sql, sql } from './sql';

/**
 * The history of a node, whether it is there or was deleted.
 *
 * @throws RequestError FORBIDDEN, at the field's place, where a reader asks
 */
export function history(use: FieldUse, nodeId: Sql): Sql {
  refuseReaders(use);
  return connection(use, 'Revision', (revision) => sql`${revision}.node_id = ${nodeId}`);
}
