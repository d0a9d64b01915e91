import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** The media types of an answer in GraphQL over HTTP. The first is for who names none, as Apollo Server has it. */
const JSON_TYPES = ['application/json', 'application/graphql-response+json'] as const;

/** The media type of an answer that Apollo Server has no part in, chosen as it does. */
export function jsonTypeFor(request: Pick<IncomingMessage, 'headers'>): string {
  return `${new Negotiator(request).mediaType(JSON_TYPES) ?? JSON_TYPES[0]}; charset=utf-8`;
}
