import { DatabaseError } from 'pg';

/**
 * SQLSTATE of what PostgreSQL refused, and its words, out of pg's error or that in which Prisma wraps it.
 *
 * @returns an empty code where PostgreSQL refused nothing
 */
export function postgresFault(error: unknown): { code: string; message: string } {
  for (let current: unknown = error; typeof current === 'object' && current !== null;) {
    if (current instanceof DatabaseError) return { code: current.code ?? '', message: current.message };
    const { originalCode, originalMessage, meta, driverAdapterError, cause } = current as Record<string, unknown>;
    if (typeof originalCode === 'string') return { code: originalCode, message: String(originalMessage) };
    current = driverAdapterError ?? meta ?? cause;
  }
  return { code: '', message: '' };
}
