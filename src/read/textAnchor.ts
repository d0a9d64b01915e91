import { jsonObject } from './jsonObject';
import type { ReadField } from './readType';
import { raw, sql, textLiteral } from './sql';

/** A TextAnchor kept in five columns; null where there is none. */
export const textAnchor: ReadField = (row, use) => {
  const entries = use.compiler.subfields(use, 'TextAnchor', use.rows).map(({ key, name }) => ({
    key,
    value: name === '__typename' ? textLiteral('TextAnchor') : sql`${row}.${raw(`anchor_${name}`)}`,
  }));
  return jsonObject(entries, sql`where ${row}.anchor_start is not null`);
};
