import type { FastifyRequest } from 'fastify';

/** What of a request over HTTP says what it asks for. */
export type GraphqlRequest = Pick<FastifyRequest, 'method' | 'headers' | 'body' | 'url' | 'query'>;

/** Parameters that are objects, written as JSON in an address. */
const WRITTEN_AS_JSON = ['variables', 'extensions'];

/**
 * The parameters of a GraphQL request over HTTP, as the client gave them: the body of a POST, or what a GET has in its address,
 * with the objects there that are written as JSON.
 *
 * @returns undefined where the address has something else than JSON in their place
 */
export function parametersOf(request: GraphqlRequest): unknown {
  const { body, query } = request;
  if (!isRead(request)) return body;
  const parameters = { ...(query as Record<string, unknown>) };
  for (const name of WRITTEN_AS_JSON) {
    const text = parameters[name];
    if (text === undefined) continue;
    if (typeof text !== 'string') return undefined;
    try {
      parameters[name] = JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }
  return parameters;
}

/** The same request with other parameters. */
export function withParameters(request: GraphqlRequest, parameters: Record<string, unknown>): GraphqlRequest {
  const { method, headers, url } = request;
  if (!isRead(request)) return { method, headers, url, query: request.query, body: parameters };
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const query = Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const path = url.split('?', 1)[0] ?? '';
  return { method, headers, body: undefined, query, url: `${path}?${new URLSearchParams(query).toString()}` };
}

/** Whether a request only reads, so that the parameters are in its address. */
export function isRead({ method }: Pick<GraphqlRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}
