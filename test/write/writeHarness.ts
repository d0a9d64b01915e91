import type { GraphQLFormattedError } from 'graphql';
import { createApiToken } from '../../src/access/apiTokens';
import type { RequiredRole } from '../../src/access/requireRole';
import { exported } from '../dossier/dossierHarness';
import { type GraphqlServer, post, startGraphqlServer } from '../server/graphqlServer';

/** A server over an empty store, with a token of each role that writes. */
export interface WriteServer extends GraphqlServer {
  /** Asks in the name of a role. */
  as(
    role: RequiredRole,
    query: string,
    variables?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ data?: Record<string, unknown> | null; errors?: GraphQLFormattedError[] }>;
  /** Calls one mutation as an ADMIN, who may all, and gives what is selected in its payload. */
  write(mutation: string, input: object, selection?: string): Promise<Payload>;
  /** Calls one mutation that must be refused, and gives its only error. */
  refused(mutation: string, input: object): Promise<Refusal>;
}

/** Fields of payloads that the tests ask for. */
export type Payload = Record<string, Node>;

export interface Node {
  id: string;
  version: number;
  [field: string]: unknown;
}

export interface Refusal {
  code: unknown;
  field: unknown;
  message: string;
  extensions: Record<string, unknown>;
}

export async function startWriteServer(): Promise<WriteServer> {
  const server = await startGraphqlServer();
  const secrets: Record<RequiredRole, string> = { EDITOR: '', ADMIN: '' };
  for (const role of ['EDITOR', 'ADMIN'] as const) {
    secrets[role] = (await createApiToken(server.database, { name: `the ${role}`, role, expiresAt: null })).secret;
  }
  const as: WriteServer['as'] = async (role, query, variables = {}, headers = {}) =>
    (await post(server.app, { query, variables }, { authorization: `Bearer ${secrets[role]}`, ...headers })).json();
  const call = (mutation: string, input: object, selection: string) =>
    as('ADMIN', documentOf(mutation, selection), { input });
  return {
    ...server,
    as,
    write: async (mutation, input, selection = selectionOf(mutation)) => {
      const answer = await call(mutation, input, selection);
      expect(answer.errors).toBeUndefined();
      return answer.data![mutation] as Payload;
    },
    refused: async (mutation, input) => {
      const answer = await call(mutation, input, selectionOf(mutation));
      expect(answer.errors).toHaveLength(1);
      const { message, extensions = {} } = answer.errors![0]!;
      return { code: extensions.code, field: extensions.field, message, extensions };
    },
  };
}

export function documentOf(mutation: string, selection = selectionOf(mutation)): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
}

function selectionOf(mutation: string): string {
  if (mutation === 'deleteNode') return 'deletedId';
  if (mutation === 'restoreRevision') return 'node { __typename id }';
  if (mutation === 'setPublicationState') return 'nodes { __typename id }';
  if (mutation === 'importDossier') return 'parties { created updated unchanged }';
  if (mutation.endsWith('Distinct') || mutation === 'unmergeParties') return 'parties { id version }';
  const name = mutation === 'mergeParties' ? 'party' : mutation.replace(/^(create|update)/, '').toLowerCase();
  return `${name} { id version }`;
}

/** Every row of content as text, to see that a refused write left nothing. */
export async function contents({ database }: GraphqlServer): Promise<string> {
  const tables = [
    'party',
    'party_name',
    'party_identifier',
    'party_relationship',
    'party_redirect',
    'party_distinction',
    'statement',
    'attribution',
    'source',
    'citation',
    'allegation',
    'allegation_party',
    'allegation_counter',
    'assertion',
    'assertion_via',
    'finding',
  ];
  const parts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await database.pool.query<{ text: string }>(
        `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS text FROM ${table} t`,
      );
      return `${table}\n${rows[0]!.text}`;
    }),
  );
  return parts.join('\n');
}

/** All content, as history keeps it, with what is counted, and where merged parties lead. */
export async function everything({ database }: GraphqlServer): Promise<unknown> {
  const { rows } = await database.pool.query(
    `${['party', 'statement', 'allegation', 'assertion', 'finding']
      .map((type) => `SELECT '${type}' AS type, id::text, visible, snapshot FROM ${type}_snapshot`)
      .join(' UNION ALL ')}
     UNION ALL SELECT 'count', id::text, visible, to_jsonb(c) FROM party_count c
     UNION ALL SELECT 'count', id::text, visible, to_jsonb(c) FROM allegation_count c
     UNION ALL SELECT 'redirect', id::text, true, to_jsonb(r) - 'created_at' FROM party_redirect r ORDER BY 1, 2`,
  );
  return { rows, dossier: await exported(database) };
}
