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
import { type ConnectionReads, PAGED, type PagedTypes, WHOLE, pageInfoType } from './pagedTypes';
import type { Rows } from './rows';
import { type Sql, allOf, join, raw, sql } from './sql';
import { Work } from './work';

/** What bounds a page: each is a function of the order's expressions over a row, id last. */
export interface PageBounds {
  readonly condition: (expressions: readonly Sql[]) => Sql;
  readonly orderBy: (expressions: readonly Sql[]) => Sql;
  readonly limit: Sql;
}

/** What a list has to say of itself so that it can be paged: where its rows come from, their order, and how one is shown. */
export interface PagedSource {
  readonly types: PagedTypes;
  readonly order: Order;
  /** Its rows, as often as they are asked for. Where they are of several tables, it may put what bounds the page to each. */
  readonly rows: (bounds?: PageBounds) => Rows;
  /** Whether all are of one table: a page is then made of ids and joined to it, so that sorting carries no long texts. */
  readonly isOneTable?: boolean;
  /** How many rows it is taken to have, over all of its parents. */
  readonly candidates: number;
  /** Whether finding the rows takes work, so that a page, its total and its facets should not each do it. */
  readonly filtered: boolean;
  /** The condition for all rows of the list, on whichever page. */
  readonly matching: (row: Sql) => Sql;
  /** The node of a row: the entries of an object, or an expression where objects of several types are mixed. */
  readonly node: (part: FieldUse, row: Sql, rows: number) => Entry[] | Sql;
  /** Facets of the connection, over all rows that match. */
  readonly facets?: (part: FieldUse, found: FoundRows, candidates: number) => Sql;
}

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
    const parts = this.use.compiler.subfields(this.use, this.source.types.connection.name, this.use.rows);
    const paged = parts.filter(({ name }) => PAGED.has(name));
    const whole = parts.filter(({ name }) => WHOLE.has(name));
    const [only] = paged;
    if (only === undefined) this.checkUnread(whole.length > 0);
    this.sharesAll = this.source.filtered && whole.length + Math.min(paged.length, 1) > 1;
    if (this.sharesAll) return this.shared(parts, paged.length > 0);
    if (only === undefined) return jsonObject(this.entries(parts));
    // One reader of the page needs no row beyond it, nor to see the page twice.
    const isAlone = !this.page.backwards && paged.length === 1 && only.name !== 'pageInfo';
    return isAlone ? jsonObject(this.entries(parts, () => this.pageList(only))) : this.shared(parts, true);
  }

  /** Refuses wrong cursors where no page is read, and a wrong filter where nothing is. */
  private checkUnread(readsAll: boolean): void {
    const { compiler, path } = this.use;
    for (const side of ['after', 'before'] as const) {
      const cursor = this.page[side];
      if (cursor !== undefined) compiler.check(cursorPlace(this.order, cursor, side, path));
    }
    if (!readsAll) compiler.check([this.matching(this.source.rows())]);
  }

  private entries(parts: readonly FieldUse[], ofPage: ConnectionReads['ofPage'] = noPage): Entry[] {
    return this.use.compiler.values(parts, this.source.types.connection, {
      ofPage,
      total: () => (this.sharesAll ? sql`(select count(*) from m)` : this.totalCount()),
      facets: (part) => this.facets(part),
    });
  }

  private facets(part: FieldUse): Sql {
    const { facets, candidates } = this.source;
    if (!facets) throw new Error(`${part.parent.name} has no facets.`);
    return facets(part, this.found(), candidates);
  }

  private found(): FoundRows {
    const row = this.source.rows();
    const from = (joined?: Sql): Sql => {
      if (!this.sharesAll) return row.from(this.matching(row), joined);
      return sql`from m ${row.join(sql`${row}.id = m.id`)}${joined ? sql` ${joined}` : sql``}`;
    };
    return { row, from };
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
    const row = this.source.rows();
    this.chargeAll();
    return sql`(select count(*) ${row.from(this.matching(row))})`;
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

  /** The page's rows, and from, where, order and limit of them; with one row beyond the page where `extra` is 1. */
  private pageRows(extra: 0 | 1): { row: Rows; place: readonly Sql[]; from: Sql } {
    const bounds = this.bounds(extra);
    const row = this.source.rows(bounds);
    const { place, join: kept } = placeRow(this.order, row, this.use);
    this.use.compiler.charge(1, Work.table);
    const condition = allOf([this.matching(row), bounds.condition(place)]);
    const from = sql`${row.from(condition, kept)} order by ${bounds.orderBy(place)} limit ${bounds.limit}`;
    return { row, place, from };
  }

  private pageSize(): number {
    const rows = this.use.rows * this.page.size;
    this.use.compiler.charge(rows);
    return rows;
  }

  private pageList(part: FieldUse): Sql {
    const { row, place, from } = this.pageRows(0);
    return jsonList(this.item(part, row, place), from);
  }

  /** A row of the page as nodes or edges show it. */
  private item(part: FieldUse, row: Sql, place: readonly Sql[]): JsonColumns {
    const rows = this.pageSize();
    if (part.name === 'nodes') {
      const node = this.source.node(part, row, rows);
      return Array.isArray(node) ? jsonColumns(node) : jsonValue(node);
    }
    const edge = {
      row,
      cursor: () => cursorOf(this.order, place),
      node: (field: FieldUse) => {
        const node = this.source.node(field, row, rows);
        return Array.isArray(node) ? jsonObject(node) : node;
      },
    };
    return jsonColumns(this.use.compiler.object(part, this.source.types.edge, edge, rows));
  }

  /**
   * Several readers of the same rows. Those of the page, `p`, are fetched once, numbered from the side that it is counted from,
   * with one beyond it that tells whether there are more; where their total or facets are asked for too, all rows `m` are found once.
   */
  private shared(parts: readonly FieldUse[], hasPage: boolean): Sql {
    const tables: Sql[] = [];
    if (this.sharesAll) {
      const row = this.source.rows();
      const { place, join: kept } = hasPage ? placeRow(this.order, row, this.use) : { place: [] };
      this.chargeAll();
      tables.push(sql`m as materialized (select ${this.slim(row, place)} ${row.from(this.matching(row), kept)})`);
    }
    if (hasPage) {
      const page = this.sharesAll ? this.pageOfAll() : this.pageAlone();
      tables.push(sql`p as materialized (select s.*, row_number() over () as n from (${page}) s)`);
    }
    const keys = this.placeNames();
    const place = keys.map((key) => sql`p.${key}`);
    const entries = this.entries(parts, (part) =>
      part.name === 'pageInfo' ? this.pageInfo(part, place) : this.sharedList(part, place),
    );
    return jsonObjectWith(join(tables), entries);
  }

  /** The names under which the values that a row stands by are found once. */
  private placeNames(): Sql[] {
    return this.order.parts.map((_, index) => raw(`o${String(index)}`));
  }

  /** What is kept of a row that is found once. */
  private slim(row: Sql, place: readonly Sql[]): Sql {
    const names = this.placeNames();
    const columns = place.map((value, index) => sql`${value} as ${names[index] ?? sql`o`}`);
    return join([this.source.isOneTable === true ? sql`${row}.id` : sql`${row}.*`, ...columns]);
  }

  private pageAlone(): Sql {
    const { row, place, from } = this.pageRows(1);
    return sql`select ${this.slim(row, place)} ${from}`;
  }

  private pageOfAll(): Sql {
    const keys = this.placeNames();
    const bounds = this.bounds(1);
    return sql`select m.* from m where ${bounds.condition(keys)} order by ${bounds.orderBy(keys)} limit ${bounds.limit}`;
  }

  private sharedList(part: FieldUse, place: readonly Sql[]): Sql {
    const table = this.source.isOneTable === true ? this.source.rows() : undefined;
    const row = table ?? sql`p`;
    const joined = table ? sql` ${table.join(sql`${table}.id = p.id`)}` : sql``;
    const way = raw(this.page.backwards ? 'desc' : 'asc');
    const onPage = sql`from p${joined} where p.n <= ${raw(String(this.page.size))} order by p.n ${way}`;
    return jsonList(this.item(part, row, place), onPage);
  }

  private pageInfo(part: FieldUse, place: readonly Sql[]): Sql {
    const size = raw(String(this.page.size));
    const { backwards } = this.page;
    const more = sql`(select count(*) > ${size} from p)`;
    const cursorAt = (nearest: boolean): Sql =>
      // The one row is chosen first: beside it, PostgreSQL would write every row's cursor and then choose.
      sql`(select ${cursorOf(this.order, place)} from (select * from p where p.n <= ${size} order by p.n ${raw(nearest ? 'asc' : 'desc')} limit 1) p)`;
    const ends = {
      hasNextPage: () => (backwards ? this.outside('before') : sql`(${more} or ${this.outside('before')})`),
      hasPreviousPage: () => (backwards ? sql`(${more} or ${this.outside('after')})` : this.outside('after')),
      startCursor: () => cursorAt(!backwards),
      endCursor: () => cursorAt(backwards),
    };
    return jsonObject(this.use.compiler.object(part, pageInfoType, ends, this.use.rows));
  }

  /** Whether the list has rows that a cursor keeps out. */
  private outside(side: 'after' | 'before'): Sql {
    if (this.page[side] === undefined) return sql`false`;
    const row = this.source.rows();
    const { place, join: kept } = placeRow(this.order, row, this.use);
    const inside = allOf(this.inside(side, place));
    this.chargeAll();
    return row.exists(sql`${this.matching(row)} and not ${inside}`, kept);
  }
}

function noPage(part: FieldUse): never {
  throw new Error(`${part.parent.name}.${part.name} reads a page where none is read.`);
}

/** A paged list as a JSON object with what is selected of its connection. */
export function pagedList(use: FieldUse, source: PagedSource): Sql {
  return new PagedList(use, source).compile();
}
