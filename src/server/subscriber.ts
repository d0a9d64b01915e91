import { createSourceEventStream, type ExecutionArgs, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { Authenticate } from '../access/authenticator';
import { type Actor, readRole } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';
import { SharedResults } from '../lib/sharedResults';
import { Turns } from '../lib/turns';
import type { ChangeFeed } from '../live/changeFeed';
import type { Asker } from '../read/asker';
import type { ChangeEvent } from '../read/changeEvent';
import type { Reader } from '../read/reader';
import type { SubscriptionContext } from '../resolvers/context';
import { resolveFromPlan } from '../resolvers/resolveFromPlan';
import { clientOf } from './clientOf';
import type { ErrorDoor } from './errorDoor';
import type { CheckedDocuments } from './limits/checkedDocuments';
import type { Lease, Quota } from './limits/quota';
import { type Answer, SharedAnswers } from './sockets/sharedAnswers';
import { thrownFor } from './refusalsFor';
import { checkSubscription, type SubscriptionRequest } from './subscriptionDocument';

/** All subscriptions share one client's part of the database. */
const CLIENT = 'subscriptions';

/** What subscriptions are served from. */
export interface SubscriberParts {
  readonly schema: GraphQLSchema;
  readonly documents: CheckedDocuments;
  readonly reads: { readerFor(asker: Asker): Reader };
  readonly feed: Pick<ChangeFeed, 'subscribe'>;
  readonly authenticate: Authenticate;
  /** Counts the subscriptions that are open. */
  readonly subscriptions: Quota;
  readonly door: ErrorDoor;
}

/** Who subscribes, and over what. */
export interface Caller {
  /** What they showed; it is looked at again for each change. */
  readonly authorization: string | undefined;
  /** Where they are. */
  readonly address: string;
  /** Cuts the connection off, as it may not even take the error. */
  readonly onSlow: (error: RequestError) => void;
}

/** The answers of a subscription. One with errors is the last, and what `next` throws is the end as well. */
export type Answers = AsyncIterableIterator<Answer, undefined>;

/** A subscription that has begun. */
export interface Begun extends ExecutionArgs {
  readonly answers: Answers;
}

/**
 * Begins a subscription.
 *
 * @returns the subscription, or what is wrong with the request
 * @throws whatever fails on the way, such as RequestError UNAUTHENTICATED, or RATE_LIMITED where there are too many
 */
export type Subscriber = (request: SubscriptionRequest, caller: Caller) => Promise<Begun | readonly GraphQLError[]>;

/** Makes what begins subscriptions; a transport brings the requests and takes the answers away. */
export function createSubscriber(parts: SubscriberParts): Subscriber {
  const { schema, documents, reads, feed, authenticate, subscriptions, door } = parts;
  const shared = new SharedAnswers(door);
  const turns = new Turns();
  const checkAgain = createSharedCheck(authenticate);
  const begin = async (
    actor: Actor,
    request: SubscriptionRequest,
    { authorization, onSlow }: Caller,
    lease: Lease,
  ): Promise<Begun | readonly GraphQLError[]> => {
    const document = checkSubscription(schema, documents, request);
    if (!('kind' in document)) return document;
    const role = readRole(actor);
    const admit = async (cursor: string): Promise<void> => {
      if (authorization !== undefined && readRole(await checkAgain(authorization, cursor)) !== role) {
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
    const events = await createSourceEventStream(execution);
    if (!(Symbol.asyncIterator in events)) return thrownFor(actor, events.errors ?? []);
    const iterator = events[Symbol.asyncIterator]() as AsyncIterator<ChangeEvent, undefined>;
    return { ...execution, answers: new AnswersToError(iterator, shared.for(execution, role), turns, lease) };
  };
  return async (request, caller) => {
    const actor = await authenticate(caller.authorization);
    const lease = subscriptions.take(clientOf(caller.address, actor));
    try {
      const begun = await begin(actor, request, caller, lease);
      if (!('answers' in begun)) lease.release();
      return begun;
    } catch (error) {
      lease.release();
      throw error;
    }
  };
}

/** Makes what looks at a token again: once for each change, however many subscribers have shown it. */
function createSharedCheck(authenticate: Authenticate): (authorization: string, cursor: string) => Promise<Actor> {
  const checks = new SharedResults<Actor>({ bytes: 4 * 1024 * 1024, ms: 1_000, sizeOf: ({ name }) => 2 * name.length });
  return (authorization, cursor) => checks.get(`${cursor} ${authorization}`, () => authenticate(authorization));
}

/**
 * Ends after the first answer with an error: what could not be read is not passed over, and who comes back with the last
 * cursor gets it again. No generator, as one that waits for a change could not be told to return.
 */
class AnswersToError implements Answers {
  private isOver = false;

  constructor(
    private readonly events: AsyncIterator<ChangeEvent, undefined>,
    private readonly answer: (event: ChangeEvent) => Promise<Answer>,
    private readonly turns: Turns,
    private readonly lease: Lease,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Answer, undefined>> {
    if (this.isOver) return { value: undefined, done: true };
    try {
      const { value: event, done } = await this.events.next();
      if (done === true) return await this.return();
      const value = await this.answer(event);
      // One read gives many subscribers their answer at the same moment.
      await this.turns.take();
      if (value.isLast) await this.return();
      return { value, done: false };
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Answer, undefined>> {
    this.isOver = true;
    this.lease.release();
    await this.events.return?.();
    return { value: undefined, done: true };
  }
}
