import { ErrorCode, RequestError } from '../lib/errors';
import type { FieldUse } from './fieldUse';
import type { OrderKey, ReadFilter } from './readType';
import { readSearch } from './searchSyntax';
import { type Sql, sql } from './sql';
import { bound, checkedText } from './value';
import { faultPlace } from './whereCondition';
import { ListSize, Work } from './work';

/** Characters that a search may have. */
const LONGEST_SEARCH = 1_000;

/**
 * What a person typed as a parameter, in web-search syntax.
 *
 * @throws RequestError BAD_USER_INPUT, when the plan runs, where it is blank or too long
 */
export function boundSearch(typed: unknown, field: string, path: readonly string[]): Sql {
  const convert = (value: unknown): string => {
    const text = checkedText(value, field, path);
    if (text.trim() !== '' && text.length <= LONGEST_SEARCH) return readSearch(text).query;
    const message = `${field} must be a search of 1 to ${LONGEST_SEARCH.toLocaleString('en')} characters, such as: harbour "night shift" -strike`;
    throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path, field });
  };
  return sql`${bound(typed, convert)}::text`;
}

/** The same as a name that may be spelt in another way; null where it has operators. */
export function boundName(typed: unknown): Sql {
  const convert = (value: unknown): string | null => {
    const { isPlain, sought } = readSearch(String(value));
    return isPlain ? sought : null;
  };
  return sql`${bound(typed, convert)}::text`;
}

/** The words of it that are looked for, which tell how well a name fits. */
export function boundSought(typed: unknown): Sql {
  return sql`${bound(typed, (value) => readSearch(String(value)).sought)}::text`;
}

/** How a type's search vectors are made, and so how a search must be put to them. */
export interface TextSearch {
  /** The text search configuration of a row. */
  readonly configuration: (row: Sql) => Sql;
  /** Whether it differs from row to row. */
  readonly various: boolean;
}

/** A statement is stemmed in its own language. */
export const statementText: TextSearch = {
  configuration: (row) => sql`search_configuration(${row}.language)`,
  various: true,
};

/** An allegation has no language of its own, and is stemmed as English. */
export const allegationText: TextSearch = {
  configuration: () => sql`'allegata_english'::regconfig`,
  various: false,
};

/**
 * How well a row fits that has what a query asks for: 0.5 to 1, comparable from one type to another. Below it is room for what
 * is only spelt alike. Rounded, so that a cursor carries it whole.
 *
 * @param sought the query without what must not occur, which search_sought() gives
 */
export function textScore(vector: Sql, sought: Sql): Sql {
  return sql`round((0.5 + ts_rank(${vector}, ${sought}, 33) / 2)::numeric, 6)`;
}

/** The condition `search`: the index finds what fits in any language, and of that a row counts if it fits in its own. */
export function searchFilter({ configuration, various }: TextSearch): ReadFilter {
  return (row, value, compiler, path) => {
    const { field, path: place } = faultPlace(path);
    compiler.condition(Work.search);
    const typed = boundSearch(value, field, place);
    if (!various) return sql`${row}.search @@ (select search_query(${typed}, ${configuration(row)}))`;
    const own = sql`${row}.search @@ search_query(${typed}, ${configuration(row)})`;
    return sql`(${row}.search @@ (select search_query(${typed})) and ${own})`;
  };
}

/**
 * The order of a list by how well its rows fit the search that its where asks for.
 *
 * @throws RequestError BAD_USER_INPUT where it asks for none
 */
export function relevance({ configuration, various }: TextSearch): OrderKey {
  const expression = (row: Sql, _descending: boolean, use: FieldUse): Sql => {
    const search = (use.args.where as { readonly search?: unknown } | null | undefined)?.search;
    if (search == null) {
      const message = 'orderBy relevance needs a search to be relevant to: give where.search, at the top of where.';
      throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: use.path, field: 'orderBy' });
    }
    use.compiler.charge(use.rows * ListSize.all, Work.search);
    const typed = boundSearch(search, 'where.search', use.path);
    const sought = sql`search_sought(search_query(${typed}, ${configuration(row)}))`;
    return textScore(sql`${row}.search`, various ? sought : sql`(select ${sought})`);
  };
  return { type: 'numeric', expression };
}
