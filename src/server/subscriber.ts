import { type ExecutionArgs, type ExecutionResult, type GraphQLError, type GraphQLSchema, subscribe } from 'graphql';
import type { Authenticate } from '../access/authenticator';
import { readRole } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';
import type { ChangeFeed } from '../live/changeFeed';
import type { Asker } from '../read/asker';
import type { Reader } from '../read/reader';
import type { SubscriptionContext } from '../resolvers/context';
import { resolveFromPlan } from '../resolvers/resolveFromPlan';
import { createDocumentCheck, type SubscriptionRequest } from './subscriptionDocument';

/** All subscriptions share one client's part of the database. */
const CLIENT = 'subscriptions';

/** What subscriptions are served from. */
export interface SubscriberParts {
  readonly schema: GraphQLSchema;
  readonly reads: { readerFor(asker: Asker): Reader };
  readonly feed: Pick<ChangeFeed, 'subscribe'>;
  readonly authenticate: Authenticate;
}

/** Who subscribes, and over what. */
export interface Caller {
  /** What they showed; it is looked at again for each change. */
  readonly authorization: string | undefined;
  /** Cuts the connection off, as it may not even take the error. */
  readonly onSlow: (error: RequestError) => void;
}

/** The answers of a subscription. An answer with errors is the last one, and what `next` throws is the end as well. */
export type Results = AsyncIterableIterator<ExecutionResult>;

/** A subscription that has begun. */
export interface Begun extends ExecutionArgs {
  readonly results: Results;
}

/**
 * Begins a subscription.
 *
 * @returns the subscription, or what is wrong with the request
 * @throws whatever fails on the way, such as RequestError UNAUTHENTICATED
 */
export type Subscriber = (request: SubscriptionRequest, caller: Caller) => Promise<Begun | readonly GraphQLError[]>;

/** Makes what begins subscriptions; a transport brings the requests and takes the answers away. */
export function createSubscriber({ schema, reads, feed, authenticate }: SubscriberParts): Subscriber {
  const check = createDocumentCheck(schema);
  return async (request, { authorization, onSlow }) => {
    const actor = await authenticate(authorization);
    const document = await check(request);
    if (!('kind' in document)) return document;
    const role = readRole(actor);
    const admit = async (): Promise<void> => {
      if (authorization !== undefined && readRole(await authenticate(authorization)) !== role) {
        throw new RequestError(ErrorCode.UNAUTHENTICATED, 'The token has another role by now. Subscribe again.');
      }
    };
    const contextValue: SubscriptionContext = {
      actor,
      reader: reads.readerFor({ role, client: CLIENT }),
      follow: (wanted) => feed.subscribe({ ...wanted, role, admit, onSlow }),
    };
    const { variables: variableValues, operationName } = request;
    const execution = { schema, document, contextValue, variableValues, operationName, fieldResolver: resolveFromPlan };
    const results = await subscribe(execution);
    if (!(Symbol.asyncIterator in results)) return results.errors ?? [];
    return { ...execution, results: new ResultsToError(results) };
  };
}

/**
 * Ends after the first answer with an error: what could not be read is not passed over, and who comes back with the last
 * cursor gets it again. No generator, as one that waits for a change could not be told to return.
 */
class ResultsToError implements Results {
  private isOver = false;

  constructor(private readonly results: AsyncGenerator<ExecutionResult, void>) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.isOver) return { value: undefined, done: true };
    const { value, done } = await this.results.next();
    if (done === true) return { value: undefined, done: true };
    if (value.errors !== undefined) await this.return();
    return { value, done: false };
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.isOver = true;
    await this.results.return();
    return { value: undefined, done: true };
  }
}
