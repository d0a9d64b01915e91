import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { RequestContext } from './requestContext';
import type { GraphqlRequest } from './requestParameters';

/** What is sent for one GraphQL request over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly text: string;
}

/** Has Apollo Server answer a request. HEAD is answered like GET, and Node.js leaves the body out. */
export async function runOnApollo(
  apollo: ApolloServer<RequestContext>,
  { method, headers, body, url }: GraphqlRequest,
  contextValue: RequestContext,
): Promise<HttpAnswer> {
  const given = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const start = url.indexOf('?');
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: method === 'HEAD' ? 'GET' : method,
      headers: given,
      body,
      search: start === -1 ? '' : url.slice(start),
    },
    context: () => Promise.resolve(contextValue),
  });
  if (answer.body.kind !== 'complete') throw new Error('The schema has no directive that delivers an answer in parts.');
  return { status: answer.status ?? 200, headers: answer.headers, text: answer.body.string };
}
