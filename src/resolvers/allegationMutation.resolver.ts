import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { CreateAllegationInput, UpdateAllegationInput } from '../models/inputs/allegationWrite.input';
import { AllegationPayload } from '../models/payloads.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';

/** What editors do with allegations. */
@Resolver()
export class AllegationMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => AllegationPayload, {
    description:
      'Records a new allegation. EDITOR only. With the header Idempotency-Key, the same input again within a day gives the same allegation, as it is then, and makes no second one.',
  })
  createAllegation(
    @Arg('input', () => CreateAllegationInput, { description: 'The new allegation.' }) input: CreateAllegationInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.createAllegation(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => AllegationPayload, {
    description:
      'Changes an allegation. EDITOR only. Where it was changed since it was read, the error is CONFLICT with the current version.',
  })
  updateAllegation(
    @Arg('input', () => UpdateAllegationInput, { description: 'What to change.' }) input: UpdateAllegationInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateAllegation(input, place));
  }
}
