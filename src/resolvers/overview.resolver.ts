import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { AccusationNetwork } from '../models/accusationNetwork.model';
import { SearchArgs, TimelineArgs } from '../models/forwardPageArgs';
import { AllegationWhereInput } from '../models/inputs/allegationWhere.input';
import { SearchConnection } from '../models/searchConnection.model';
import { TimelineConnection } from '../models/timelineConnection.model';
import type { Context } from './context';

/** The root fields that look across the types. */
@Resolver()
export class OverviewResolver {
  @Query(() => SearchConnection, {
    description:
      'Full-text search over statements, allegations and parties, the best first. Accents and case do not matter. Other forms of a word are found in languages that have a stemmer, and parties also by names that are spelt alike.',
  })
  search(
    @Args(() => SearchArgs) _search: SearchArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => TimelineConnection, {
    description:
      'Everything that has a date, by its earliest day, the oldest first; what is open towards the past comes last. `from` after `to` is refused.',
  })
  timeline(
    @Args(() => TimelineArgs) _timeline: TimelineArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => AccusationNetwork, { description: 'Who accuses whom: the graph over the allegations that match.' })
  accusationNetwork(
    @Arg('where', () => AllegationWhereInput, {
      nullable: true,
      description: 'Which allegations are meant; null or an empty filter means all.',
    })
    _where: AllegationWhereInput | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'How many accusations to answer, those with the most allegations first: 1 to 100. Default: 100.',
    })
    _first: number | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
