import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { CreateFindingInput, UpdateFindingInput } from '../models/inputs/findingWrite.input';
import { FindingPayload } from '../models/payloads.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';

/** What editors do with findings. */
@Resolver()
export class FindingMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => FindingPayload, {
    description:
      'Records a new finding. EDITOR only. The same allegation, body, statement and place a second time is refused with CONFLICT. With the header Idempotency-Key, the same input again within a day gives the same finding, as it is then, and makes no second one.',
  })
  createFinding(
    @Arg('input', () => CreateFindingInput, { description: 'The new finding.' }) input: CreateFindingInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.createFinding(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => FindingPayload, {
    description:
      'Changes a finding. EDITOR only. Where it was changed since it was read, the error is CONFLICT with the current version.',
  })
  updateFinding(
    @Arg('input', () => UpdateFindingInput, { description: 'What to change.' }) input: UpdateFindingInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateFinding(input, place));
  }
}
