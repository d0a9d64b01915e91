/** pg's own way to write values for PostgreSQL, which those who bring queries of their own to it use; its types leave it out. */
declare module 'pg/lib/utils' {
  export function prepareValue(value: unknown): string | Buffer | null;
}
