import { cursorOf, cursorPlace } from './cursor';
import type { FoundRows } from './facet';
import type { FieldUse } from './fieldUse';
import {
  type Entry,
  type JsonColumns,
  jsonColumns,
  jsonList,
  jsonObject,
  jsonObjectWith,
  jsonValue,
} from './jsonObject';
import { type Order, beyond, orderBy, placeRow } from './order';
import { type Page, readPage } from './page';
import { type Sql, allOf, join, raw, sql, textLiteral } from './sql';
import { Work } from './work';

/** What bounds a page: each is a function of the order's expressions over a row, id last. */
export interface PageBounds {
  readonly condition: (expressions: readonly Sql[]) => Sql;
  readonly orderBy: (expressions: readonly Sql[]) => Sql;
  readonly limit: Sql;
}

/** What a list has to say of itself so that it can be paged: where its rows come from, their order, and how one is shown. */
export interface PagedSource {
  /** The schema's names begin with it: PartyConnection, PartyEdge. */
  readonly name: string;
  readonly order: Order;
  /** A table, or a subselect in parentheses. Where it joins several tables, it may put what bounds the page to each. */
  readonly rows: (bounds?: PageBounds) => Sql;
  /** Where all rows are of one table: a page is then made of ids and joined to it, so that sorting carries no long texts. */
  readonly table?: Sql;
  /** How many rows it is taken to have, over all of its parents. */
  readonly candidates: number;
  /** Whether finding the rows takes work, so that a page, its total and its facets should not each do it. */
  readonly filtered: boolean;
  /** The condition for all rows of the list, on whichever page; among them that the role may see them. */
  readonly matching: (row: Sql) => Sql;
  /** The node of a row: the entries of an object, or an expression where objects of several types are mixed. */
  readonly node: (part: FieldUse, row: Sql, rows: number) => Entry[] | Sql;
  /** Further fields of an edge. */
  readonly edgeField?: (field: FieldUse, row: Sql) => Sql;
  /** Facets of the connection, over all rows that match. */
  readonly facets?: (part: FieldUse, found: FoundRows, candidates: number) => Sql;
}

/** The fields of a connection that read its page. */
const PAGED = new Set(['nodes', 'edges', 'pageInfo']);

/** Those that read all rows, on whichever page. */
const WHOLE = new Set(['totalCount', 'facets']);

/** Compiles one use of a list that is paged as Relay's connections are. */
class PagedList {
  private readonly page: Page;
  private readonly order: Order;
  /** Whether all rows are found once, for all that read them. */
  private sharesAll = false;

  constructor(
    private readonly use: FieldUse,
    private readonly source: PagedSource,
  ) {
    this.page = readPage(use);
    this.order = source.order;
  }

  /** The connection as a JSON object. */
  compile(): Sql {
    const parts = this.use.compiler.subfields(this.use, `${this.source.name}Connection`, this.use.rows);
    const paged = parts.filter(({ name }) => PAGED.has(name));
    const whole = parts.filter(({ name }) => WHOLE.has(name));
    const [only] = paged;
    this.sharesAll = this.source.filtered && whole.length + Math.min(paged.length, 1) > 1;
    if (this.sharesAll) return this.shared(parts, paged.length > 0);
    if (only === undefined) return jsonObject(this.entries(parts));
    // One reader of the page needs no row beyond it, nor to see the page twice.
    const isAlone = !this.page.backwards && paged.length === 1 && only.name !== 'pageInfo';
    return isAlone ? jsonObject(this.entries(parts, () => this.pageList(only))) : this.shared(parts, true);
  }

  private entries(parts: readonly FieldUse[], paged?: (part: FieldUse) => Sql): Entry[] {
    return parts.map((part) => ({ key: part.key, value: this.value(part, paged) }));
  }

  private value(part: FieldUse, paged?: (part: FieldUse) => Sql): Sql {
    if (part.name === '__typename') return textLiteral(part.parent.name);
    if (part.name === 'totalCount') return this.sharesAll ? sql`(select count(*) from m)` : this.totalCount();
    const value =
      part.name === 'facets'
        ? this.source.facets?.(part, (row) => this.found(row), this.source.candidates)
        : PAGED.has(part.name) && paged?.(part);
    if (!value) throw new Error(`The read map has no field ${part.parent.name}.${part.name}.`);
    return value;
  }

  private found(row: Sql): ReturnType<FoundRows> {
    const from = sql`${this.source.rows()} ${row}`;
    return this.sharesAll
      ? { from: sql`m join ${from} on ${row}.id = m.id`, where: sql`true` }
      : { from, where: this.matching(row) };
  }

  private matching(row: Sql): Sql {
    return this.use.compiler.examining(this.source.candidates, () => this.source.matching(row));
  }

  /** Adds the cost of going through all rows of the list once. */
  private chargeAll(): void {
    const { compiler } = this.use;
    compiler.charge(1, Work.table);
    compiler.charge(this.source.candidates, Work.counted);
  }

  private totalCount(): Sql {
    const row = this.use.compiler.alias();
    this.chargeAll();
    return sql`(select count(*) from ${this.source.rows()} ${row} where ${this.matching(row)})`;
  }

  /** That a row, of these expressions, lies on the inner side of a cursor; nothing where there is no such cursor. */
  private inside(side: 'after' | 'before', expressions: readonly Sql[]): Sql[] {
    const cursor = this.page[side];
    if (cursor === undefined) return [];
    const place = cursorPlace(this.order, cursor, side, this.use.path);
    return [beyond(this.order, expressions, place, side === 'before')];
  }

  private bounds(extra: 0 | 1): PageBounds {
    return {
      condition: (expressions) => allOf([...this.inside('after', expressions), ...this.inside('before', expressions)]),
      orderBy: (expressions) => orderBy(this.order, expressions, this.page.backwards),
      limit: raw(String(this.page.size + extra)),
    };
  }

  /** From, where, order and limit of the page's rows; with one row beyond the page where `extra` is 1. */
  private pageRows(row: Sql, extra: 0 | 1): Sql {
    const bounds = this.bounds(extra);
    const { place, join: kept } = placeRow(this.order, row, this.use);
    this.use.compiler.charge(1, Work.table);
    const condition = allOf([this.matching(row), bounds.condition(place)]);
    return sql`from ${this.source.rows(bounds)} ${row}${kept} where ${condition} order by ${bounds.orderBy(place)} limit ${bounds.limit}`;
  }

  private pageSize(): number {
    const rows = this.use.rows * this.page.size;
    this.use.compiler.charge(rows);
    return rows;
  }

  private pageList(part: FieldUse): Sql {
    const row = this.use.compiler.alias();
    return jsonList(this.item(part, row, placeRow(this.order, row, this.use).place), this.pageRows(row, 0));
  }

  /** A row of the page as nodes or edges show it. */
  private item(part: FieldUse, row: Sql, place: readonly Sql[]): JsonColumns {
    const rows = this.pageSize();
    if (part.name === 'nodes') {
      const node = this.source.node(part, row, rows);
      return Array.isArray(node) ? jsonColumns(node) : jsonValue(node);
    }
    const fields = this.use.compiler.subfields(part, `${this.source.name}Edge`, rows);
    return jsonColumns(fields.map((field) => ({ key: field.key, value: this.edgeValue(field, row, place, rows) })));
  }

  private edgeValue(field: FieldUse, row: Sql, place: readonly Sql[], rows: number): Sql {
    if (field.name === '__typename') return textLiteral(field.parent.name);
    if (field.name === 'cursor') return cursorOf(this.order, place);
    if (field.name === 'node') {
      const node = this.source.node(field, row, rows);
      return Array.isArray(node) ? jsonObject(node) : node;
    }
    const value = this.source.edgeField?.(field, row);
    if (!value) throw new Error(`The read map has no field ${field.parent.name}.${field.name}.`);
    return value;
  }

  /**
   * Several readers of the same rows. Those of the page, `p`, are fetched once, numbered from the side that it is counted from,
   * with one beyond it that tells whether there are more; where their total or facets are asked for too, all rows `m` are found once.
   */
  private shared(parts: readonly FieldUse[], hasPage: boolean): Sql {
    const row = this.use.compiler.alias();
    const placed = hasPage ? placeRow(this.order, row, this.use) : { place: [], join: sql`` };
    const keys = placed.place.map((_, index) => raw(`o${String(index)}`));
    const columns = placed.place.map((value, index) => sql`${value} as ${keys[index] ?? sql`o`}`);
    const slim = join([this.source.table ? sql`${row}.id` : sql`${row}.*`, ...columns]);
    const tables: Sql[] = [];
    if (this.sharesAll) {
      this.chargeAll();
      const all = sql`select ${slim} from ${this.source.rows()} ${row}${placed.join} where ${this.matching(row)}`;
      tables.push(sql`m as materialized (${all})`);
    }
    if (hasPage) {
      const page = this.sharesAll ? this.pageOfAll(keys) : sql`select ${slim} ${this.pageRows(row, 1)}`;
      tables.push(sql`p as materialized (select s.*, row_number() over () as n from (${page}) s)`);
    }
    const place = keys.map((key) => sql`p.${key}`);
    const entries = this.entries(parts, (part) =>
      part.name === 'pageInfo' ? this.pageInfo(part, place) : this.sharedList(part, place),
    );
    return jsonObjectWith(join(tables), entries);
  }

  private pageOfAll(keys: readonly Sql[]): Sql {
    const bounds = this.bounds(1);
    return sql`select m.* from m where ${bounds.condition(keys)} order by ${bounds.orderBy(keys)} limit ${bounds.limit}`;
  }

  private sharedList(part: FieldUse, place: readonly Sql[]): Sql {
    const row = this.source.table ? this.use.compiler.alias() : sql`p`;
    const joined = this.source.table ? sql`p join ${this.source.table} ${row} on ${row}.id = p.id` : sql`p`;
    const way = raw(this.page.backwards ? 'desc' : 'asc');
    const onPage = sql`from ${joined} where p.n <= ${raw(String(this.page.size))} order by p.n ${way}`;
    return jsonList(this.item(part, row, place), onPage);
  }

  private pageInfo(part: FieldUse, place: readonly Sql[]): Sql {
    const size = raw(String(this.page.size));
    const { backwards } = this.page;
    const more = sql`(select count(*) > ${size} from p)`;
    const cursorAt = (nearest: boolean): Sql =>
      // The one row is chosen first: beside it, PostgreSQL would write every row's cursor and then choose.
      sql`(select ${cursorOf(this.order, place)} from (select * from p where p.n <= ${size} order by p.n ${raw(nearest ? 'asc' : 'desc')} limit 1) p)`;
    const values: Record<string, () => Sql> = {
      hasNextPage: () => (backwards ? this.outside('before') : sql`(${more} or ${this.outside('before')})`),
      hasPreviousPage: () => (backwards ? sql`(${more} or ${this.outside('after')})` : this.outside('after')),
      startCursor: () => cursorAt(!backwards),
      endCursor: () => cursorAt(backwards),
    };
    const entries = this.use.compiler
      .subfields(part, 'PageInfo', this.use.rows)
      .map(({ key, name, parent }) => ({ key, value: values[name]?.() ?? textLiteral(parent.name) }));
    return jsonObject(entries);
  }

  /** Whether the list has rows that a cursor keeps out. */
  private outside(side: 'after' | 'before'): Sql {
    const row = this.use.compiler.alias();
    const { place, join: kept } = placeRow(this.order, row, this.use);
    const [inside] = this.inside(side, place);
    if (!inside) return sql`false`;
    this.chargeAll();
    return sql`exists (select from ${this.source.rows()} ${row}${kept} where ${this.matching(row)} and not ${inside})`;
  }
}

/** A paged list as a JSON object with what is selected of its connection. */
export function pagedList(use: FieldUse, source: PagedSource): Sql {
  return new PagedList(use, source).compile();
}
