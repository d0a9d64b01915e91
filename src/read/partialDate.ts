import type { ReadField, ReadObject } from './readType';
import { jsonObject } from './jsonObject';
import { type Sql, raw, sql } from './sql';

interface DateColumns {
  readonly edtf: Sql;
  readonly earliest: Sql;
  readonly latest: Sql;
}

export const partialDateType: ReadObject<DateColumns> = {
  name: 'PartialDate',
  fields: {
    edtf: ({ edtf }) => edtf,
    earliest: ({ earliest }) => earliest,
    latest: ({ latest }) => latest,
  },
};

/** A PartialDate kept in three columns; null where its EDTF text is. */
export function partialDate(edtf: string, earliest: string, latest: string): ReadField {
  return (row, use) => {
    const columns = {
      edtf: sql`${row}.${raw(edtf)}`,
      earliest: sql`${row}.${raw(earliest)}`,
      latest: sql`${row}.${raw(latest)}`,
    };
    return jsonObject(use.compiler.object(use, partialDateType, columns), sql`where ${columns.edtf} is not null`);
  };
}

/** The day that stands for a missing one in an order: nulls come last whichever way it goes. */
export function dayOrder(column: string): (row: Sql, descending: boolean) => Sql {
  return (row, descending) =>
    sql`coalesce(${row}.${raw(column)}, ${raw(descending ? `'-infinity'` : `'infinity'`)}::date)`;
}

/** The year of a day as text, for facets. */
export function yearOf(column: string): (row: Sql) => { value: Sql } {
  return (row) => ({ value: sql`to_char(${row}.${raw(column)}, 'YYYY')` });
}
