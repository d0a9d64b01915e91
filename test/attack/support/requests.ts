import type { Bytes, HttpDelivery, SocketDelivery, Step } from './attack';
import { message } from './frames';

export const JSON_TYPE = { 'content-type': 'application/json' };

export interface Asking {
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A GraphQL request by POST. */
export function post(query: unknown, { authorization, headers, ...rest }: Asking = {}): HttpDelivery {
  return postBody(JSON.stringify({ query, ...rest }), { ...(authorization && { authorization }), ...headers });
}

/** A body by POST, as it is. */
export function postBody(body: Bytes, headers: Readonly<Record<string, string>> = {}): HttpDelivery {
  return { by: 'http', method: 'POST', path: '/graphql', headers: { ...JSON_TYPE, ...headers }, body };
}

/** A request by GET, with these parameters. */
export function get(
  parameters: Record<string, string>,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': '1' },
): HttpDelivery {
  return { by: 'http', method: 'GET', path: `/graphql?${new URLSearchParams(parameters).toString()}`, headers };
}

/** A subscription by POST, listened to as a stream of events. */
export function stream(
  query: string,
  { listens, reads, ...asking }: Asking & Partial<HttpDelivery> = {},
): HttpDelivery {
  const headers = { accept: 'text/event-stream', ...asking.headers };
  return { ...post(query, { ...asking, headers }), listens, reads };
}

/** Steps over a WebSocket after a proper connection_init. */
export function socket(steps: readonly Step[], options: Omit<SocketDelivery, 'by' | 'steps'> = {}): SocketDelivery {
  return bareSocket([{ write: message({ type: 'connection_init' }) }, { wait: 30 }, ...steps], options);
}

/** Steps over a WebSocket that nothing was said over yet. */
export function bareSocket(steps: readonly Step[], options: Omit<SocketDelivery, 'by' | 'steps'> = {}): SocketDelivery {
  return { by: 'socket', steps, ...options };
}

/** A message that subscribes. */
export function subscribe(id: string, query: unknown, variables?: unknown): Buffer {
  return message({ id, type: 'subscribe', payload: { query, variables } });
}

/** So many parts, each made of its number. */
export function times(count: number, make: (index: number) => string, separator = ' '): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
}

export function listOf<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A value in so many wrappings, built from the inside. */
export function nested<T>(depth: number, innermost: T, wrap: (inner: T) => T): T {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}
