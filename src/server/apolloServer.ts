import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../lib/logger';
import { resolveFromPlan } from '../resolvers/resolveFromPlan';
import { atomicMutations, type ReaderSource } from './atomicMutations.plugin';
import type { ErrorDoor } from './errorDoor';
import { failureStatus } from './failureStatus.plugin';
import { stringifyResult } from './jsonText';
import type { CheckedDocuments } from './limits/checkedDocuments';
import { createPersistedQueries } from './limits/persistedQueries';
import { requestLimits } from './limits/requestLimits.plugin';
import type { RequestContext } from './requestContext';
import { type OperationReader, textDelivery } from './textDelivery.plugin';

/** What an Apollo Server of ours is made of. */
export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly documents: CheckedDocuments;
  readonly reads: OperationReader & ReaderSource;
  readonly door: ErrorDoor;
  readonly log: Logger;
}

/**
 * Makes the Apollo Server. No plugin here may have `willResolveField`, and cache control stays off: either would wrap every
 * field's resolver and cost more than all else together.
 */
export function createApolloServer({ schema, documents, reads, door, log }: ApolloParts): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    fieldResolver: resolveFromPlan,
    stringifyResult,
    formatError: door,
    introspection: true,
    // Nothing is read from cookies, bodies must be JSON, GET only reads, and refuseForeignPage keeps other pages out.
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    // The plugin requestLimits gives each request its document.
    documentStore: null,
    persistedQueries: { cache: createPersistedQueries() },
    stopOnTerminationSignals: false,
    logger: apolloLogger(log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Were a key of Apollo's in the environment, it would report every operation to Apollo.
      ApolloServerPluginUsageReportingDisabled(),
      requestLimits(schema, documents, door),
      textDelivery(reads, door),
      atomicMutations(schema, reads, door),
      failureStatus(log),
    ],
  });
}

/** Apollo Server hands its logger's methods around without the logger. */
function apolloLogger(log: Logger): NonNullable<ConstructorParameters<typeof ApolloServer>[0]['logger']> {
  return {
    debug: (message?: string) => {
      log.debug(message);
    },
    info: (message?: string) => {
      log.info(message);
    },
    warn: (message?: string) => {
      log.warn(message);
    },
    error: (message?: string) => {
      log.error(message);
    },
  };
}
