import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AssertionConnection } from '../models/assertionConnection.model';
import { AssertionListArgs } from '../models/listArgs';
import type { Context } from './context';

/** The root fields that answer assertions. */
@Resolver()
export class AssertionResolver {
  @Query(() => AssertionConnection, {
    description: 'All assertions, by default by statement (the newest first) and position.',
  })
  assertions(
    @Args(() => AssertionListArgs) _list: AssertionListArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
