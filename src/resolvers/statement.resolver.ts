import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { KeyArgs } from '../models/keyArgs';
import { StatementListArgs } from '../models/listArgs';
import { Statement } from '../models/statement.model';
import { StatementConnection } from '../models/statementConnection.model';
import type { Context } from './context';

/** The root fields that answer statements. */
@Resolver()
export class StatementResolver {
  @Query(() => Statement, {
    nullable: true,
    description:
      'The statement of an id or a slug; null where there is none that the reader may see. Give one of the two: both or neither is refused.',
  })
  statement(
    @Args(() => KeyArgs) _key: KeyArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => StatementConnection, { description: 'All statements, by default the newest first.' })
  statements(
    @Args(() => StatementListArgs) _list: StatementListArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
