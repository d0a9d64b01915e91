import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { NodeHistoryArgs } from '../models/forwardPageArgs';
import { RevisionConnection } from '../models/revision.model';
import type { Context } from './context';

/** The root field that answers histories. */
@Resolver()
export class HistoryResolver {
  @Query(() => RevisionConnection, {
    description:
      'The history of an object, the newest first, also of one that was deleted: its revisions can be restored. Empty where no object ever had the id. EDITOR only: another token gets FORBIDDEN, and none UNAUTHENTICATED, whether there is anything or not.',
  })
  history(
    @Args(() => NodeHistoryArgs) _which: NodeHistoryArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
