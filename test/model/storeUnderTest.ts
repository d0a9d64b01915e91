import { setTimeout } from 'node:timers/promises';
import { createApiToken } from '../../src/access/apiTokens';
import { erase } from '../../src/write/erase';
import { eventually, subscribe, type Subscriber } from '../server/subscriber';
import { startWriteServer, type WriteServer } from '../write/writeHarness';
import { KnownIds } from './knownIds';
import type { EraseInput } from './plain/plainErase';
import type { ImportInput, Mutation, Request } from './plain/plainModel';
import type { Revision } from './plain/plainStore';
import { type StoredNode, storedNodes } from './storedRows';

/** How mutations are sent. */
export interface Sending {
  readonly isAtomic?: boolean;
  readonly idempotencyKey?: string;
}

/** What the store answered: an error's code and place, or the ids of what was written. */
export interface Answer {
  /** Undefined where nothing was refused. */
  readonly code: string | undefined;
  readonly message?: string | undefined;
  readonly data?: unknown;
}

/** A revision as GraphQL shows it. */
export interface ShownRevision {
  readonly kind: Revision['kind'];
  readonly version: number;
  readonly actor: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change as a subscriber is told of it. */
export interface ToldChange {
  readonly kind: string;
  readonly type: string;
  readonly id: string;
}

/** Milliseconds in which a change that is told at all is told, however busy the machine. */
const PATIENCE_MS = 15_000;

const CHANGES = 'subscription { changes { cursor kind type id } }';

const HISTORY = `query ($id: ID!, $after: String) { history(id: $id, first: 50, after: $after) {
  nodes { id kind version actor before after } pageInfo { hasNextPage endCursor } } }`;

/** A real store, empty at first, behind its server. */
export class StoreUnderTest {
  readonly ids = new KnownIds();
  /** What was done to it, for people to read. */
  readonly log: string[] = [];

  private constructor(
    private readonly server: WriteServer,
    private readonly feeds: Readonly<Record<'reader' | 'editor', Subscriber>>,
  ) {}

  static async start(): Promise<StoreUnderTest> {
    const server = await startWriteServer();
    const { secret } = await createApiToken(server.database, { name: 'who listens', role: 'EDITOR', expiresAt: null });
    const feeds = {
      reader: subscribe(server.app, 'WebSocket', { query: CHANGES }),
      editor: subscribe(server.app, 'WebSocket', { query: CHANGES, authorization: `Bearer ${secret}` }),
    };
    await eventually(() => server.feed.size === 2);
    return new StoreUnderTest(server, feeds);
  }

  async close(): Promise<void> {
    this.feeds.reader.stop();
    this.feeds.editor.stop();
    await this.server.close();
  }

  /** Sends mutations in one operation. */
  async write(requests: readonly Request[], { isAtomic = false, idempotencyKey }: Sending = {}): Promise<Answer> {
    const variables: Record<string, unknown> = {};
    for (const [index, request] of requests.entries()) variables[`input${String(index)}`] = await this.inputOf(request);
    const parameters = requests.map(({ mutation }, index) => `$input${String(index)}: ${inputType(mutation)}!`);
    const fields = requests.map(
      ({ mutation }, index) =>
        `field${String(index)}: ${mutation}(input: $input${String(index)}) { ${SELECTIONS[mutation]} }`,
    );
    const document = `mutation (${parameters.join(', ')}) ${isAtomic ? '@atomic ' : ''}{ ${fields.join(' ')} }`;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const { data, errors } = await this.server.as('ADMIN', document, variables, headers as Record<string, string>);
    const [error] = errors ?? [];
    return { code: error?.extensions?.code as string | undefined, message: error?.message, data };
  }

  async erase({ type, slug }: EraseInput): Promise<Answer> {
    try {
      await erase(this.server.database, type === 'PARTY' ? 'party' : 'statement', slug, 'Request 7');
      return { code: undefined };
    } catch (error) {
      if (!(error instanceof Error) || !/^There is no|was merged into/.test(error.message)) throw error;
      return { code: 'ERROR', message: error.message };
    }
  }

  nodes(): Promise<StoredNode[]> {
    return storedNodes(this.server.database.prisma);
  }

  /** Where the ids and slugs of merged parties lead, and what was erased, as text. */
  async traces(): Promise<string[]> {
    const { prisma } = this.server.database;
    const name = (id: string): string => this.ids.plainOf(id);
    return [
      ...(await prisma.partyRedirect.findMany()).map(
        ({ id, slug, intoId }) => `${name(id)} (${slug}) leads to ${name(intoId)}`,
      ),
      ...(await prisma.tombstone.findMany()).map(({ nodeId, nodeType }) => `${nodeType} ${name(nodeId)} was erased`),
    ];
  }

  /** The history of a node as an ADMIN reads it, the oldest first. */
  async history(id: string): Promise<ShownRevision[]> {
    const revisions = await this.revisions(id);
    return revisions.map(({ id: _, ...revision }) => this.ids.toPlain(revision) as ShownRevision);
  }

  /** What a subscriber was told since it subscribed; waits a while for so many changes. */
  async told(who: 'reader' | 'editor', count: number): Promise<ToldChange[]> {
    const patience = setTimeout(PATIENCE_MS, this.feeds[who].changes(), { ref: false });
    const changes = await Promise.race([this.feeds[who].until(count), patience]);
    return changes.map(({ kind, type, id }) => ({ kind, type, id: this.ids.plainOf(id) }));
  }

  /** How many changes the feed holds, those for nobody's eyes among them. */
  countChanges(): Promise<number> {
    return this.server.database.prisma.change.count();
  }

  private async revisions(id: string): Promise<(ShownRevision & { id: string })[]> {
    const found: (ShownRevision & { id: string })[] = [];
    for (let after: string | null = null, isMore = true; isMore;) {
      const answer = await this.server.as('ADMIN', HISTORY, { id: this.ids.realOf(id), after });
      expect(answer.errors).toBeUndefined();
      const page = answer.data!.history as {
        nodes: typeof found;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...page.nodes);
      [after, isMore] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    return found.reverse();
  }

  /** An input as a client writes it: a dossier as text, and a revision by its id. */
  private async inputOf({ mutation, input }: Request): Promise<unknown> {
    if (mutation === 'importDossier') {
      const { dossier, ...others } = input as ImportInput;
      return { ...others, dossier: JSON.stringify(dossier) };
    }
    const { id } = input as { id?: string };
    const [node = '', index] = id?.split('@') ?? [];
    if (index === undefined || this.ids.realOf(node) === undefined) return this.ids.toReal(input);
    const revision = (await this.revisions(node))[Number(index)];
    return this.ids.toReal({ ...input, ...(revision && { id: revision.id }) });
  }
}

const inputType = (mutation: Mutation): string => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;

const COUNTS = '{ created updated unchanged removed }';

const SELECTIONS: Readonly<Record<Mutation, string>> = {
  createParty: 'party { id }',
  updateParty: 'party { id }',
  createStatement: 'statement { id }',
  updateStatement: 'statement { id }',
  createAllegation: 'allegation { id }',
  updateAllegation: 'allegation { id }',
  createAssertion: 'assertion { id }',
  updateAssertion: 'assertion { id }',
  createFinding: 'finding { id }',
  updateFinding: 'finding { id }',
  setPublicationState: 'nodes { id }',
  deleteNode: 'deletedId',
  mergeParties: 'party { id }',
  restoreRevision: 'node { id }',
  importDossier: `parties ${COUNTS} statements ${COUNTS} allegations ${COUNTS} assertions ${COUNTS} findings ${COUNTS}`,
};
