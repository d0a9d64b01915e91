import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { Allegation } from '../models/allegation.model';
import { AllegationConnection } from '../models/allegationConnection.model';
import { KeyArgs } from '../models/keyArgs';
import { AllegationListArgs } from '../models/listArgs';
import type { Context } from './context';

/** The root fields that answer allegations. */
@Resolver()
export class AllegationResolver {
  @Query(() => Allegation, {
    nullable: true,
    description:
      'The allegation of an id or a slug; null where there is none that the reader may see. Give one of the two: both or neither is refused.',
  })
  allegation(
    @Args(() => KeyArgs) _key: KeyArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => AllegationConnection, { description: 'All allegations, by default the most recent events first.' })
  allegations(
    @Args(() => AllegationListArgs) _list: AllegationListArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
