import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { CreateStatementInput, UpdateStatementInput } from '../models/inputs/statementWrite.input';
import { StatementPayload } from '../models/payloads.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';

/** What editors do with statements. */
@Resolver()
export class StatementMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => StatementPayload, {
    description:
      'Records a new statement. EDITOR only. With the header Idempotency-Key, the same input again within a day gives the same statement, as it is then, and makes no second one.',
  })
  createStatement(
    @Arg('input', () => CreateStatementInput, { description: 'The new statement.' }) input: CreateStatementInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.createStatement(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => StatementPayload, {
    description:
      'Changes a statement. EDITOR only. Where it was changed since it was read, the error is CONFLICT with the current version. A changed body gives every quotation in it its new place: first where the words stand with what stood around them, up to 32 characters on each side; then where the words moved to, if they, or they with one side of their context, were the only ones before and are the only ones now; then, for 20 to 2,000 characters that were themselves edited, the only passage of the edited part in which a fifth of the characters at most differ, if the 12 characters right before or right after are as they were and it was not there before: exact is then its words. A quotation that fits nowhere or in two places refuses the whole update with BAD_USER_INPUT, and extensions.quotations names each: id, type, exact, reason.',
  })
  updateStatement(
    @Arg('input', () => UpdateStatementInput, { description: 'What to change.' }) input: UpdateStatementInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateStatement(input, place));
  }
}
