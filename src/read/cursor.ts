import { isCalendarDay } from '../lib/calendar';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Order } from './order';
import type { OrderKey } from './readType';
import { type Sql, Bind, join, raw, sql, textLiteral } from './sql';
import { valueOf } from './value';

/** A cursor is the base64url of a JSON array: the order's signature, then the row's value of each part, id last. */
export function cursorOf(order: Order, expressions: readonly Sql[]): Sql {
  const values = join([textLiteral(order.signature), ...expressions]);
  const base64 = sql`encode(convert_to(json_build_array(${values})::text, 'UTF8'), 'base64')`;
  return sql`translate(${base64}, E'+/=\\n', '-_')`;
}

/**
 * The values of a cursor that a client sends back, one an order's part, for the plan to bind.
 *
 * @throws RequestError BAD_USER_INPUT, when the plan runs, where the text is no cursor of a list in this order
 */
export function cursorPlace(order: Order, cursor: unknown, field: string, path: readonly string[]): Sql[] {
  const fault = (): RequestError =>
    new RequestError(
      ErrorCode.BAD_USER_INPUT,
      `${field} is not a cursor of this list in this order: take one from the list's own edges or pageInfo.`,
      { path, field },
    );
  // Each part binds a value of the same cursor.
  let last: { readonly text: unknown; readonly values: unknown[] | undefined } = { text: null, values: undefined };
  const valuesOf = (text: unknown): unknown[] | undefined => {
    if (text !== last.text) last = { text, values: decode(text) };
    return last.values;
  };
  return order.parts.map(({ of }, index) => {
    const bind = new Bind((variables) => {
      const values = valuesOf(valueOf(cursor, variables));
      if (values?.length !== order.parts.length + 1 || values[0] !== order.signature) throw fault();
      const value = values[index + 1];
      if (!isOfType(of.type, value)) throw fault();
      return value;
    });
    return sql`${bind}::${raw(of.type)}`;
  });
}

function decode(text: unknown): unknown[] | undefined {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** As this server writes them into its cursors: instants in UTC, whose time of day has no leap second. */
const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00:00$/;

/** A made-up cursor must not reach PostgreSQL with a value that it cannot read. */
function isOfType(type: OrderKey['type'], value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
  if (type === 'bigint') return Number.isSafeInteger(value);
  if (type === 'numeric') return Number.isFinite(value);
  if (typeof value !== 'string') return false;
  if (type === 'uuid') return UUID.test(value);
  if (type === 'date') return value === 'infinity' || value === '-infinity' || isCalendarDay(value);
  if (type === 'timestamptz') return isCalendarDay(INSTANT.exec(value)?.[1] ?? '');
  return !value.includes('\0') && value.isWellFormed();
}
