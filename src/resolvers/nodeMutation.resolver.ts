import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { DeleteNodeInput, RestoreRevisionInput, SetPublicationStateInput } from '../models/inputs/nodeWrite.input';
import { DeletePayload, NodePayload, NodesPayload } from '../models/payloads.model';
import { answerWritten, placeOf } from './answerWritten';
import type { Context } from './context';

/** What editors do with objects of any type. */
@Resolver()
export class NodeMutationResolver {
  @RequireRole('ADMIN')
  @Mutation(() => DeletePayload, {
    description:
      'Deletes an object of any type, with its own lists. ADMIN only. Refused with CONFLICT while other content refers to it: extensions.references says how much of each kind.',
  })
  async deleteNode(
    @Arg('input', () => DeleteNodeInput, { description: 'The object.' }) input: DeleteNodeInput,
    @Ctx() { writer }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return { deletedId: await writer.deleteNode(input, placeOf(info)) };
  }

  @RequireRole('EDITOR')
  @Mutation(() => NodesPayload, {
    description:
      'Sets who sees some objects, at once and everywhere. EDITOR only. Those that have the state already stay at their version.',
  })
  setPublicationState(
    @Arg('input', () => SetPublicationStateInput, { description: 'Which objects, and their new state.' })
    input: SetPublicationStateInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.setPublicationState(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => NodePayload, {
    description:
      'Makes an object what it was after a revision, by the rules of an update; its state stays. EDITOR only. An object that was deleted is made again with its id, as a DRAFT. What cannot be restored is a fault of input.id, with the place in extensions.revisionField. See docs/mutations.md.',
  })
  restoreRevision(
    @Arg('input', () => RestoreRevisionInput, { description: 'Which revision.' }) input: RestoreRevisionInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.restoreRevision(input, place));
  }
}
