import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../lib/logger';
import { CODE_STATUS, headersOf } from './codeStatus';
import { boundErrors } from './limits/boundErrors';
import type { RequestContext } from './requestContext';

/**
 * Gives an answer that holds nothing the HTTP status of its reason, so that proxies and clients that look no further do what
 * is right: try again where the database is away, show a token, or give up. Also logs what Apollo Server would swallow:
 * its hooks' own failures.
 */
export function failureStatus(log: Logger): ApolloServerPlugin<RequestContext> {
  return {
    unexpectedErrorProcessingRequest({ error }) {
      log.error({ err: error }, 'Apollo Server failed on a request.');
      return Promise.resolve();
    },
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ response: { body, http } }) {
          if (body.kind === 'single' && body.singleResult.errors !== undefined) {
            const { data, errors } = body.singleResult;
            const status = errors.map(({ extensions }) => CODE_STATUS[String(extensions?.code)]).find(Boolean);
            const isEmpty = data === null || data === undefined;
            if (status !== undefined && isEmpty) http.status = status;
            for (const [name, value] of isEmpty ? headersOf(http.status, errors) : []) http.headers.set(name, value);
            body.singleResult = { ...body.singleResult, errors: boundErrors(errors) };
          }
          return Promise.resolve();
        },
      }),
  };
}
