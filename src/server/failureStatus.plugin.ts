import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../lib/logger';
import { CODE_STATUS, headersOf } from './codeStatus';
import { boundErrors } from './limits/boundErrors';
import { locateErrors } from './locateErrors';
import type { RequestContext } from './requestContext';
import { refusalsFor } from './refusalsFor';

/**
 * Gives an answer that holds nothing the HTTP status of its reason, so that proxies and clients that look no further do what
 * is right: try again where the database is away, show a token, or give up. Its errors name their place in the document. Also
 * logs what Apollo Server would swallow: its hooks' own failures.
 */
export function failureStatus(log: Logger): ApolloServerPlugin<RequestContext> {
  return {
    unexpectedErrorProcessingRequest({ error }) {
      log.error({ err: error }, 'Apollo Server failed on a request.');
      return Promise.resolve();
    },
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ response: { body, http }, document, operation, contextValue }) {
          if (body.kind === 'single' && body.singleResult.errors !== undefined) {
            const { data } = body.singleResult;
            const bounded = refusalsFor(contextValue.actor, boundErrors(body.singleResult.errors));
            const errors = document && operation ? locateErrors(bounded, document, operation) : bounded;
            const status = CODE_STATUS[String(errors[0]?.extensions?.code)];
            const isEmpty = data === null || data === undefined;
            if (status !== undefined && isEmpty) http.status = status;
            for (const [name, value] of isEmpty ? headersOf(http.status, errors) : []) http.headers.set(name, value);
            body.singleResult = { ...body.singleResult, errors };
          }
          return Promise.resolve();
        },
      }),
  };
}
