import type { FastifyInstance } from 'fastify';
import { ANONYMOUS } from '../../src/lib/actor';
import { createServerOver, portOf } from '../server/graphqlServer';
import type { TwinWorlds } from './draftWorld';

/** A request for GraphQL. */
export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** What came back, as the client has it; the date left out. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** One server over each of two stores, so that a question can be put to both. */
export class TwinServers {
  private constructor(
    private readonly withDrafts: FastifyInstance,
    private readonly withoutDrafts: FastifyInstance,
  ) {}

  static async create(worlds: TwinWorlds, costLimit: number): Promise<TwinServers> {
    const parts = {
      limits: { costLimit },
      authenticate: (authorization: string | undefined) =>
        Promise.resolve(
          authorization === 'editor' ? ({ id: 'token:1', name: 'Ben', role: 'EDITOR' } as const) : ANONYMOUS,
        ),
    };
    const [withDrafts, withoutDrafts] = [
      await createServerOver(worlds.withDrafts, parts),
      await createServerOver(worlds.withoutDrafts, parts),
    ];
    for (const { app } of [withDrafts, withoutDrafts]) await app.listen({ port: 0, host: '127.0.0.1' });
    return new TwinServers(withDrafts.app, withoutDrafts.app);
  }

  async close(): Promise<void> {
    await Promise.all([this.withDrafts.close(), this.withoutDrafts.close()]);
  }

  /** Both answers to one question. */
  async ask(asked: Asked, options: { editor?: boolean; method?: 'GET' | 'POST' } = {}): Promise<[Reply, Reply]> {
    return Promise.all([sent(this.withDrafts, asked, options), sent(this.withoutDrafts, asked, options)]);
  }

  /** The answer that readers get, which must be the same from both. */
  async askBoth(asked: Asked, options: { method?: 'GET' | 'POST' } = {}): Promise<Reply> {
    const [withDrafts, withoutDrafts] = await this.ask(asked, options);
    if (!isSame(withDrafts, withoutDrafts)) throw new LeakError(asked, withDrafts, withoutDrafts);
    return withDrafts;
  }
}

/** Drafts change the answer that a reader gets. */
class LeakError extends Error {
  constructor(asked: Asked, withDrafts: Reply, withoutDrafts: Reply) {
    const parts = [
      'Drafts change what a reader is answered.',
      asked.query,
      JSON.stringify(asked.variables ?? {}),
      `with drafts:    ${aroundDifference(shown(withDrafts), shown(withoutDrafts))}`,
      `without drafts: ${aroundDifference(shown(withoutDrafts), shown(withDrafts))}`,
    ];
    super(parts.join('\n'));
  }
}

export function isSame(one: Reply, other: Reply): boolean {
  return shown(one) === shown(other);
}

function shown({ status, headers, body }: Reply): string {
  return `${String(status)} ${JSON.stringify(headers)} ${body}`;
}

function aroundDifference(text: string, other: string): string {
  const place = [...text].findIndex((character, index) => character !== other[index]);
  return `… ${text.slice(Math.max(0, place - 300), place + 200)} …`;
}

async function sent(
  app: FastifyInstance,
  { query, variables = {} }: Asked,
  { editor = false, method = 'POST' }: { editor?: boolean; method?: 'GET' | 'POST' },
): Promise<Reply> {
  const address = `http://127.0.0.1:${String(portOf(app))}/graphql`;
  const headers = { 'content-type': 'application/json', ...(editor ? { authorization: 'editor' } : {}) };
  const inAddress = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = await (method === 'POST'
    ? fetch(address, { method, headers, body: JSON.stringify({ query, variables }) })
    : fetch(`${address}?${inAddress.toString()}`, { headers }));
  const { date: _date, etag, ...kept } = Object.fromEntries(response.headers);
  // Whether there is a tag is compared. Which one depends on the histories of the two stores, of which one had its drafts removed.
  return {
    status: response.status,
    headers: { ...kept, etag: etag === undefined ? 'none' : 'some' },
    body: await response.text(),
  };
}
