import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createClient as createEventClient } from 'graphql-sse';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { portOf } from './graphqlServer';

/** What a subscriber was told: an answer, or the error that ended it. */
export interface Told {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** A change as the tests ask for it. */
export interface ToldChange {
  cursor: string;
  kind: string;
  type: string;
  id: string;
  node: Record<string, unknown> | null;
}

/** A subscription of a test's. */
export interface Subscriber {
  /** All answers so far. */
  readonly told: Told[];
  /** Resolves at the end: with undefined where it was completed, or with what it failed with. */
  readonly ended: Promise<unknown>;
  /** The changes so far. */
  changes(): ToldChange[];
  /** Waits for so many changes, and gives all there are then. */
  until(count: number): Promise<ToldChange[]>;
  stop(): void;
}

/** How a subscription is carried. */
export type Transport = 'WebSocket' | 'events';
export const TRANSPORTS: readonly Transport[] = ['WebSocket', 'events'];

export interface Asked {
  query?: string;
  variables?: Record<string, unknown>;
  authorization?: string;
}

export const CHANGES = `subscription ($types: [ChangedType!], $id: ID, $after: String) {
  changes(types: $types, id: $id, after: $after) { cursor kind type id node { __typename id } }
}`;

/** Subscribes with a client as front-ends use it. */
export function subscribe(app: FastifyInstance, transport: Transport, asked: Asked = {}): Subscriber {
  return subscribeAt(`http://127.0.0.1:${String(portOf(app))}/graphql`, transport, asked);
}

export function subscribeAt(
  url: string,
  transport: Transport,
  { query = CHANGES, variables, authorization }: Asked = {},
): Subscriber {
  const told: Told[] = [];
  const client = transport === 'WebSocket' ? webSocketClient(url, authorization) : eventClient(url, authorization);
  let stop!: () => void;
  const ended = new Promise<unknown>((resolve) => {
    stop = client.subscribe(
      { query, variables },
      { next: (answer) => told.push(answer), error: resolve, complete: () => resolve(undefined) },
    );
  });
  const changes = (): ToldChange[] =>
    told.flatMap(({ data }) => (data?.changes === undefined ? [] : [data.changes as ToldChange]));
  let isOver = false;
  void ended.then(() => (isOver = true));
  const until = async (count: number): Promise<ToldChange[]> => {
    while (changes().length < count) {
      if (isOver) throw new Error(`It ended after ${String(changes().length)} changes: ${JSON.stringify(await ended)}`);
      await sleep(5);
    }
    return changes();
  };
  return { told, ended, changes, until, stop };
}

function webSocketClient(url: string, authorization?: string): Client {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: authorization === undefined ? undefined : { authorization },
  });
}

function eventClient(url: string, authorization?: string) {
  return createEventClient({
    url,
    retryAttempts: 0,
    headers: authorization === undefined ? {} : { authorization },
  });
}

/** Waits until something holds. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
