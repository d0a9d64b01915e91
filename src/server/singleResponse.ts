import { type GraphQLResponse, HeaderMap } from '@apollo/server';

type SingleResult = Extract<GraphQLResponse['body'], { kind: 'single' }>['singleResult'];

/** An answer that Apollo Server sends instead of executing the operation. */
export function singleResponse(singleResult: SingleResult): GraphQLResponse {
  return { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}
