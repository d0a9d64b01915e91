import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { CreateAssertionInput, UpdateAssertionInput } from '../models/inputs/assertionWrite.input';
import { AssertionPayload } from '../models/payloads.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';

/** What editors do with assertions. */
@Resolver()
export class AssertionMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => AssertionPayload, {
    description:
      'Records a new assertion. EDITOR only. The same allegation, statement, speaker, stance and place a second time is refused with CONFLICT. With the header Idempotency-Key, the same input again within a day gives the same assertion, as it is then, and makes no second one.',
  })
  createAssertion(
    @Arg('input', () => CreateAssertionInput, { description: 'The new assertion.' }) input: CreateAssertionInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.createAssertion(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => AssertionPayload, {
    description:
      'Changes an assertion. EDITOR only. Where it was changed since it was read, the error is CONFLICT with the current version.',
  })
  updateAssertion(
    @Arg('input', () => UpdateAssertionInput, { description: 'What to change.' }) input: UpdateAssertionInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateAssertion(input, place));
  }
}
