import { jsonObject } from './jsonObject';
import type { ReadField, ReadObject } from './readType';
import { sql } from './sql';

/** Over the row that the text is quoted in. */
export const textAnchorType: ReadObject = {
  name: 'TextAnchor',
  fields: {
    start: (row) => sql`${row}.anchor_start`,
    end: (row) => sql`${row}.anchor_end`,
    exact: (row) => sql`${row}.anchor_exact`,
    prefix: (row) => sql`${row}.anchor_prefix`,
    suffix: (row) => sql`${row}.anchor_suffix`,
  },
};

/** A TextAnchor kept in five columns; null where there is none. */
export const textAnchor: ReadField = (row, use) =>
  jsonObject(use.compiler.object(use, textAnchorType, row), sql`where ${row}.anchor_start is not null`);
