import { ErrorCode, RequestError } from '../lib/errors';
import { faultPlace, nullFault } from './whereCondition';
import type { ReadFilter } from './readType';
import { Bind, type Sql, allOf, anyOf, raw, sql } from './sql';
import { partyId, partyIds } from './partyId';
import { bound, boundId, boundIds, checkedText, valueOf } from './value';
import type { Compiler } from './compiler';
import { Work } from './work';

type Conditions = Readonly<Record<string, unknown>>;

/** Applies a condition to whatever texts a filter is about: one column, or any of a party's names. */
export type AnyText = (condition: (text: Sql) => Sql) => Sql;

/** What is known of the texts that a filter is about. */
export interface TextKind {
  /** Whether one may be missing. */
  readonly nullable?: boolean;
  /** Whether no index has them as they are, but one has them without regard to case. */
  readonly hasFoldedIndexOnly?: boolean;
}

/**
 * A StringFilter. Positive conditions hold together for one and the same text; `notIn` and `not` hold where no text fulfils
 * what they negate, and so for a missing text too.
 */
export function textCondition(
  any: AnyText,
  filter: unknown,
  compiler: Compiler,
  path: readonly string[],
  kind: TextKind,
): Sql {
  const { insensitive, notIn, not, ...positive } = filter as Conditions;
  const fold = insensitive === true;
  for (const name of Object.keys(notIn === undefined ? positive : { ...positive, notIn })) {
    compiler.condition(fold || name in PATTERNS ? Work.pattern : Work.comparison);
  }
  const parts: Sql[] = [];
  const conditions = Object.entries(positive).map(([name, value]) => ({ name, value, here: [...path, name] }));
  if (conditions.length > 0) {
    parts.push(any((text) => allOf(conditions.map((each) => positiveText(text, each, fold, kind)))));
  }
  if (notIn === null || not === null) throw nullFault([...path, notIn === null ? 'notIn' : 'not']);
  if (notIn !== undefined) parts.push(sql`not ${any((text) => inTexts(text, notIn, [...path, 'notIn'], fold, kind))}`);
  if (not !== undefined) parts.push(sql`not ${textCondition(any, not, compiler, [...path, 'not'], kind)}`);
  return allOf(parts);
}

function positiveText(
  text: Sql,
  { name, value, here }: { name: string; value: unknown; here: readonly string[] },
  fold: boolean,
  kind: TextKind,
): Sql {
  const { nullable = false } = kind;
  if (value === null) {
    if (name === 'equals' && nullable) return sql`${text} is null`;
    throw nullFault(here);
  }
  if (name === 'in') return inTexts(text, value, here, fold, kind);
  if (name === 'equals') {
    const equal = (folding: boolean): Sql =>
      sql`${folded(text, folding)} = ${foldedOnce(boundString(value, here, same), folding)}`;
    return present(allOf(foldings(fold, kind).map(equal)), nullable);
  }
  const pattern = PATTERNS[name];
  if (!pattern) throw new Error(`StringFilter has no condition ${name}.`);
  const like = (folding: boolean): Sql =>
    sql`${folded(text, folding)} like ${foldedOnce(boundString(value, here, pattern), folding)}`;
  return present(allOf(foldings(fold, { hasFoldedIndexOnly: true }).map(like)), nullable);
}

/** How a condition is put to a text. What holds with regard to case holds without it too, where only that has an index. */
function foldings(fold: boolean, { hasFoldedIndexOnly = false }: TextKind): boolean[] {
  if (fold) return [true];
  return hasFoldedIndexOnly ? [true, false] : [false];
}

const same = (text: string): string => text;
const plain = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
const PATTERNS: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${plain(text)}%`,
  startsWith: (text) => `${plain(text)}%`,
  endsWith: (text) => `%${plain(text)}`,
};

/** Upper case by the full Unicode mapping folds what lower case leaves apart, such as a final sigma or a sharp s. */
function folded(text: Sql, fold: boolean): Sql {
  return fold ? sql`upper(${text} collate "und-x-icu")` : text;
}

/** A value folded as a text is. The plan of a prepared statement would fold it again for each row, if it were not a subquery. */
function foldedOnce(value: Sql, fold: boolean): Sql {
  return fold ? sql`(select ${folded(value, fold)})` : value;
}

/** A comparison with a missing text is false, not unknown. Where none can be missing, an index may serve the bare one. */
function present(condition: Sql, nullable: boolean): Sql {
  return nullable ? sql`coalesce(${condition}, false)` : condition;
}

function boundString(value: unknown, path: readonly string[], convert: (text: string) => string): Sql {
  const { field, path: place } = faultPlace(path);
  return sql`${bound(value, (text) => convert(checkedText(text, field, place)))}::text`;
}

function inTexts(text: Sql, value: unknown, path: readonly string[], fold: boolean, kind: TextKind): Sql {
  if (value === null) throw nullFault(path);
  const { field, path: place } = faultPlace(path);
  const list = bound(value, (texts) => (texts as unknown[]).map((each) => checkedText(each, field, place)));
  const among = (folding: boolean): Sql =>
    folding
      ? sql`${folded(text, true)} in (select upper(x collate "und-x-icu") from unnest(${list}::text[]) x)`
      : sql`${text} = any(${list}::text[])`;
  return present(allOf(foldings(fold, kind).map(among)), kind.nullable ?? false);
}

/** A StringFilter on one column. */
export function textFilter(column: string, nullable = false): ReadFilter {
  return (row, value, compiler, path) =>
    textCondition((condition) => condition(sql`${row}.${raw(column)}`), value, compiler, path, { nullable });
}

/** An IDFilter, where what an id and a list of ids lead to may have to be looked up. */
function idFilterBy(target: (id: Sql) => Sql, targets: (ids: Sql) => Sql): ReadFilter {
  return (row, value, compiler, path) =>
    allOf(
      Object.entries(value as Conditions).map(([name, condition]) => {
        const here = [...path, name];
        if (condition === null) throw nullFault(here);
        compiler.condition(Work.comparison);
        const { field, path: place } = faultPlace(here);
        if (name === 'equals') return sql`${row}.id = ${target(boundId(condition, field, place))}`;
        const among = sql`${row}.id = any(${targets(boundIds(condition, field, place))})`;
        return name === 'in' ? among : sql`not ${among}`;
      }),
    );
}

const itself = (id: Sql): Sql => id;

/** An IDFilter. */
export const idFilter = idFilterBy(itself, itself);

/** An IDFilter on parties: the id of one that was merged stands for the party that it was merged into. */
export const partyIdFilter = idFilterBy(partyId, partyIds);

/**
 * A filter on an enum, of an expression of this type in PostgreSQL.
 *
 * @param options nullable: whether a value may be missing; work: that it takes to find it
 */
export function enumFilter(
  type: string,
  expression: (row: Sql, compiler: Compiler) => Sql,
  { nullable = false, work = Work.comparison }: { readonly nullable?: boolean; readonly work?: number } = {},
): ReadFilter {
  return (row, value, compiler, path) =>
    allOf(
      Object.entries(value as Conditions).map(([name, condition]) => {
        if (condition === null) throw nullFault([...path, name]);
        compiler.condition(work);
        const left = expression(row, compiler);
        if (name === 'equals') return present(sql`${left} = ${bound(condition)}::${raw(type)}`, nullable);
        const among = present(sql`${left} = any(${bound(condition)}::${raw(type)}[])`, nullable);
        return name === 'in' ? among : sql`not ${among}`;
      }),
    );
}

/** A PartialDateFilter on the columns of a partial date. */
export function dateFilter(edtf: string, earliest: string, latest: string): ReadFilter {
  return (row, value, compiler, path) => {
    const { from, to, certain, isNull } = value as Conditions;
    for (const [name, condition] of Object.entries(value as Conditions)) {
      if (condition === null) throw nullFault([...path, name]);
      compiler.condition(Work.comparison);
    }
    const column = (name: string): Sql => sql`${row}.${raw(name)}`;
    const parts: Sql[] = [];
    if (isNull !== undefined) parts.push(sql`${column(edtf)} is ${raw(isNull === true ? '' : 'not ')}null`);
    const day = (of: unknown): Sql => sql`${rangeEnd(of, { from, to }, path)}::date`;
    const [lower, upper] = certain === true ? [column(earliest), column(latest)] : [column(latest), column(earliest)];
    const open = (side: Sql): Sql[] => (certain === true ? [] : [sql`${side} is null`]);
    if (from !== undefined || to !== undefined) parts.push(sql`${column(edtf)} is not null`);
    if (from !== undefined) parts.push(anyOf([...open(lower), sql`coalesce(${lower} >= ${day(from)}, false)`]));
    if (to !== undefined) parts.push(anyOf([...open(upper), sql`coalesce(${upper} <= ${day(to)}, false)`]));
    return allOf(parts);
  };
}

/** An InstantFilter on a column. */
function instantFilter(column: string): ReadFilter {
  return (row, value, compiler, path) => {
    const { from, before } = value as Conditions;
    for (const [name, condition] of Object.entries(value as Conditions)) {
      if (condition === null) throw nullFault([...path, name]);
      compiler.condition(Work.comparison);
    }
    const instant = (of: unknown): Sql => sql`${rangeEnd(of, { from, before }, path)}::timestamptz`;
    const at = sql`${row}.${raw(column)}`;
    return allOf([
      ...(from === undefined ? [] : [sql`${at} >= ${instant(from)}`]),
      ...(before === undefined ? [] : [sql`${at} < ${instant(before)}`]),
    ]);
  };
}

/** The filters that all content has beside those of its own. */
export const recordFilters = { createdAt: instantFilter('created_at'), updatedAt: instantFilter('updated_at') };

/**
 * One end of a range, whose value is checked beside the other one.
 *
 * @param ends both ends by their names, the first first; as texts, they stand in the order of time
 */
function rangeEnd(value: unknown, ends: Conditions, path: readonly string[]): Bind {
  const { field, path: place } = faultPlace(path);
  const [start = '', end = ''] = Object.keys(ends);
  return new Bind((variables) => {
    const [first, last] = [start, end].map((name) => valueOf(ends[name], variables) as string | undefined);
    if (first !== undefined && last !== undefined && first > last) {
      const message = `${field}.${start} (${first}) must not be after ${field}.${end} (${last}).`;
      throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: place, field: `${field}.${start}` });
    }
    return valueOf(value, variables);
  });
}
