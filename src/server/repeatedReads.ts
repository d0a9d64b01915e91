import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { TwoGenerationCache } from '../lib/twoGenerationCache';
import { documentBytes } from './limits/documentBytes';
import { checkVariables } from './limits/variableSize';
import type { RequestContext } from './requestContext';
import { type GraphqlRequest, parametersOf } from './requestParameters';
import type { OperationReader } from './textDelivery.plugin';

/** Bytes that the kept requests may take together, and one of them. */
const CACHE_BYTES = 16 * 1024 * 1024;
const ENTRY_BYTES = 2 * 1024 * 1024;

/** UTF-16 units of the longest request that is kept. */
const MOST_KEPT_CHARACTERS = 64 * 1024;

/** An operation that Apollo Server has parsed and validated, and that was answered as text. */
export interface KnownRead {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What is known of a request by its text: the operation, and the media type that its answer has. */
interface KnownRequest extends KnownRead {
  readonly contentType: string;
}

/** A GraphQL request over HTTP that has nothing but an operation. */
interface PlainBody {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

const PLAIN_KEYS = new Set(['query', 'operationName', 'variables']);

/**
 * Answers requests whose text has been answered before without going through Apollo Server again. Front-ends send the same
 * few operations with other variables all day; to parse, validate and negotiate them anew costs as much as all else that
 * Node.js does for a read. Only a whole answer is given here: whatever else comes of it, Apollo Server tells in its own way.
 */
export class RepeatedReads {
  private readonly requests = new TwoGenerationCache<KnownRequest>({
    maxBytes: CACHE_BYTES,
    maxEntryBytes: ENTRY_BYTES,
    bytesOf: ({ document }, key) => 2 * key.length + documentBytes(document),
  });

  constructor(private readonly reads: OperationReader) {}

  /**
   * Begins to read what a request asks for, where its text is known. Where nothing comes of it, Apollo Server finds what was
   * begun in the context and does not read again.
   *
   * @returns the media type of the answer and, to come, its `data` as JSON text, as `readOperation` gives it
   */
  begin(
    request: GraphqlRequest,
    context: RequestContext,
  ): { contentType: string; text: Promise<string | null> } | null {
    const body = plainBodyOf(request);
    const known = body && this.requests.get(keyOf(body, request));
    if (!known) return null;
    const text = this.read(known, body.variables ?? {}, context);
    context.delivery.begun = text;
    return { contentType: known.contentType, text };
  }

  /** Keeps a request that Apollo Server has answered as text. */
  keep(request: GraphqlRequest, { delivery }: RequestContext, contentType: unknown): void {
    const body = delivery.answered && plainBodyOf(request);
    if (body && delivery.answered && typeof contentType === 'string') {
      const key = keyOf(body, request);
      if (key.length <= MOST_KEPT_CHARACTERS) this.requests.set(key, { ...delivery.answered, contentType });
    }
  }

  private async read(
    { document, operation }: KnownRead,
    variables: Record<string, unknown>,
    asker: RequestContext,
  ): Promise<string | null> {
    checkVariables(variables);
    return this.reads.readOperation(document, operation, variables, asker);
  }
}

/** What a request asks for, where it holds nothing beside an operation of the right shape. */
function plainBodyOf(request: GraphqlRequest): PlainBody | undefined {
  if (request.method !== 'POST' && request.method !== 'GET') return undefined;
  const given = parametersOf(request);
  if (typeof given !== 'object' || given === null) return undefined;
  for (const key in given) if (!PLAIN_KEYS.has(key)) return undefined;
  const { query, operationName, variables } = given as Record<string, unknown>;
  const isPlain =
    typeof query === 'string' &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    (variables === undefined || (typeof variables === 'object' && !Array.isArray(variables)));
  return isPlain ? (given as PlainBody) : undefined;
}

/** Two requests with the same key differ in their variables and their sender alone. */
function keyOf({ query, operationName }: PlainBody, { headers }: GraphqlRequest): string {
  return `${headers.accept ?? ''}\n${headers['content-type'] ?? ''}\n${operationName ?? ''}\n${query}`;
}
