import { ErrorCode, RequestError } from '../lib/errors';
import type { FieldUse } from './fieldUse';
import type { TypeOfRows } from './compiler';
import type { OrderKey, OrderPart } from './readType';
import { type Sql, allOf, anyOf, join, raw, sql } from './sql';

const idKey: OrderKey = { type: 'uuid', expression: (row) => sql`${row}.id` };

/** The order of a list as it is used: its parts with id last, so that no two rows are equal in it. */
export interface Order {
  readonly parts: readonly (OrderPart & { readonly of: OrderKey })[];
  /** Tells this order from every other, of whichever type: a cursor is of one order only. */
  readonly signature: string;
  /** The type of which commits keep values that some parts need. */
  readonly keptOf?: string;
}

/** A row where an order puts it. */
export interface PlacedRow {
  /** The values that it stands by, one a part of the order. */
  readonly place: readonly Sql[];
  /** The join, behind the row's table, to what the values are read from. */
  readonly join?: Sql;
}

/**
 * The order that a list's orderBy asks for, or else its default.
 *
 * @throws RequestError BAD_USER_INPUT where an entry has not exactly one key, or a key comes twice
 */
export function readOrder(use: FieldUse, type: TypeOfRows, defaultOrder = type.defaultOrder ?? []): Order {
  const asked = (use.args.orderBy ?? []) as readonly Record<string, 'ASC' | 'DESC' | null>[];
  const parts = asked.length === 0 ? defaultOrder : asked.map((entry) => orderPart(entry, use));
  const twice = parts.find((part, index) => parts.findIndex((other) => other.key === part.key) !== index);
  if (twice) throw orderFault(use, `orderBy names ${twice.key} twice; name it once.`);
  const order = orderOf(type.name, parts, type.orders ?? {});
  // Within a transaction, what its commit will keep isn't there yet.
  const isKept = !use.compiler.uncommitted && order.parts.some(({ of }) => of.kept);
  return isKept ? { ...order, keptOf: type.name } : order;
}

/** An order of these parts, with id last in the direction of the last one. */
export function orderOf(name: string, parts: readonly OrderPart[], keys: Readonly<Record<string, OrderKey>>): Order {
  const withId = [...parts, { key: 'id', descending: parts.at(-1)?.descending ?? false }];
  return {
    parts: withId.map((part) => ({ ...part, of: orderKey(name, part.key, keys) })),
    signature: `${name}${withId.map(({ key, descending }) => (descending ? '-' : '+') + key).join('')}`,
  };
}

function orderPart(entry: Record<string, 'ASC' | 'DESC' | null>, use: FieldUse): OrderPart {
  const [first, ...more] = Object.entries(entry);
  if (!first || more.length > 0 || first[1] === null) {
    throw orderFault(
      use,
      'Each entry of orderBy has exactly one field, such as { name: ASC }; add an entry for each further one.',
    );
  }
  return { key: first[0], descending: first[1] === 'DESC' };
}

function orderFault(use: FieldUse, message: string): RequestError {
  return new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: use.path, field: 'orderBy' });
}

function orderKey(type: string, name: string, keys: Readonly<Record<string, OrderKey>>): OrderKey {
  const key = name === 'id' ? idKey : keys[name];
  if (!key) throw new Error(`The read map has no order ${name} of ${type}.`);
  return key;
}

/** Where an order puts a row. */
export function placeRow(order: Order, row: Sql, use: FieldUse): PlacedRow {
  if (order.keptOf === undefined) {
    return { place: order.parts.map(({ of, descending }) => of.expression(row, descending, use)) };
  }
  const { role } = use.compiler;
  const kept = use.compiler.kept(order.keptOf, row);
  const place = order.parts.map(({ of, descending }) => {
    // One index has the kept values with the ids, and serves both as one range.
    if (of === idKey) return sql`${kept}.id`;
    return of.kept ? sql`${kept}.${raw(of.kept[role])}` : of.expression(row, descending, use);
  });
  return { place, join: kept.join(sql`${kept}.id = ${row}.id`) };
}

/** The text behind `order by`, in the order itself or backwards. */
export function orderBy(order: Order, expressions: readonly Sql[], backwards: boolean): Sql {
  return join(
    order.parts.map(({ descending }, index) => {
      const way = descending === backwards ? 'asc' : 'desc';
      return sql`${expressions[index] ?? sql`null`} ${raw(way)}`;
    }),
  );
}

/**
 * Holds for the rows that come strictly behind (or, backwards, before) a place in the order. Neighbours that go the same way
 * are one row comparison, which an index serves as a range; where the way turns, the first range is kept as a bound.
 */
export function beyond(order: Order, expressions: readonly Sql[], place: readonly Sql[], backwards: boolean): Sql {
  const runs: { descending: boolean; here: Sql[]; there: Sql[] }[] = [];
  order.parts.forEach(({ descending }, index) => {
    const here = expressions[index];
    const there = place[index];
    if (!here || !there) throw new Error('An order and its expressions differ in length.');
    const run = runs.at(-1);
    if (run?.descending !== descending) {
      runs.push({ descending, here: [here], there: [there] });
      return;
    }
    run.here.push(here);
    run.there.push(there);
  });
  const compare = (index: number): Sql => {
    const run = runs[index];
    if (!run) return sql`false`;
    const here = sql`(${join(run.here)})`;
    const there = sql`(${join(run.there)})`;
    const behind = raw(run.descending === backwards ? '>' : '<');
    const strictly = sql`${here} ${behind} ${there}`;
    if (index === runs.length - 1) return strictly;
    const rest = anyOf([strictly, allOf([sql`${here} = ${there}`, compare(index + 1)])]);
    return index === 0 ? allOf([sql`${here} ${behind}= ${there}`, rest]) : rest;
  };
  return compare(0);
}
