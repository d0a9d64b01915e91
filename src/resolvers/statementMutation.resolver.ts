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
      'Changes a statement. EDITOR only. Where it was changed since it was read, the error is CONFLICT. A changed body gives every quotation in it its new place, as docs/mutations.md says; one that fits nowhere or in two places refuses the update, and extensions.quotations names it.',
  })
  updateStatement(
    @Arg('input', () => UpdateStatementInput, { description: 'What to change.' }) input: UpdateStatementInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateStatement(input, place));
  }
}
