import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root, Subscription } from 'type-graphql';
import { Change, ChangesArgs } from '../models/change.model';
import type { ChangeEvent } from '../read/changeEvent';
import { checkedId } from '../read/value';
import type { SubscriptionContext } from './context';

/** The changes of the store as they are committed. Who asks, and what they see of each, is in the context. */
@Resolver()
export class ChangeResolver {
  @Subscription(() => Change, {
    subscribe: ({ args, context, info }) => subscribe(args as ChangesArgs, context as SubscriptionContext, info),
    description:
      'Every committed change that the subscriber may see, from any server process. A change comes after those that its transaction could see. The token is checked again for each one: UNAUTHENTICATED ends the subscription if it is no longer valid, SUBSCRIBER_TOO_SLOW if changes are not taken in time.',
  })
  changes(
    @Root() change: ChangeEvent,
    @Args(() => ChangesArgs) _args: ChangesArgs,
    @Ctx() { reader }: SubscriptionContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return reader.prepareChange(info)(change);
  }
}

async function subscribe(
  { types, id, after }: ChangesArgs,
  { reader, follow }: SubscriptionContext,
  info: GraphQLResolveInfo,
): Promise<AsyncIterable<ChangeEvent>> {
  reader.prepareChange(info);
  return follow({
    types: types ?? undefined,
    id: id == null ? undefined : checkedId(id, 'id', [info.path.key as string]).toLowerCase(),
    after: after ?? undefined,
  });
}
