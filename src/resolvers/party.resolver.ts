import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { KeyArgs } from '../models/keyArgs';
import { PartyListArgs } from '../models/listArgs';
import { Party } from '../models/party.model';
import { PartyConnection } from '../models/partyConnection.model';
import type { Context } from './context';

/** The root fields that answer parties. */
@Resolver()
export class PartyResolver {
  @Query(() => Party, {
    nullable: true,
    description:
      'The party of an id or a slug; null where there is none that the reader may see. Give one of the two: both or neither is refused.',
  })
  party(
    @Args(() => KeyArgs) _key: KeyArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => PartyConnection, { description: 'All parties, by default by name.' })
  parties(
    @Args(() => PartyListArgs) _list: PartyListArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
