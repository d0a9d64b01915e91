import type { Sql } from '../store/sql';
import type { ContentTable } from '../store/tables';

/** Gives what was made again the day on which it was first made, and its next version, which nobody has read yet. */
export async function setAsBefore(sql: Sql, table: ContentTable['name'], id: string): Promise<void> {
  await sql.run(
    `UPDATE ${table} SET version = last_version_of(id) + 1, created_at = (SELECT min(at) FROM revision WHERE node_id = $1::uuid)
      WHERE id = $1::uuid`,
    [id],
  );
}
