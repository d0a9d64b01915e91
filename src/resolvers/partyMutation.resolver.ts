import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { CreatePartyInput, MergePartiesInput, UpdatePartyInput } from '../models/inputs/partyWrite.input';
import { PartyPayload } from '../models/payloads.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';

/** What editors do with parties. */
@Resolver()
export class PartyMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => PartyPayload, {
    description:
      'Records a new party. EDITOR only. With the header Idempotency-Key, the same input again within a day gives the same party, as it is then, and makes no second one.',
  })
  createParty(
    @Arg('input', () => CreatePartyInput, { description: 'The new party.' }) input: CreatePartyInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.createParty(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => PartyPayload, {
    description:
      'Changes a party. EDITOR only. Where it was changed since it was read, the error is CONFLICT with the current version.',
  })
  updateParty(
    @Arg('input', () => UpdatePartyInput, { description: 'What to change.' }) input: UpdatePartyInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.updateParty(input, place));
  }

  @RequireRole('ADMIN')
  @Mutation(() => PartyPayload, {
    description:
      'Makes several parties one. ADMIN only. Every reference to the merged parties then names into, which takes their names as aliases, their other names, their identifiers and their relationships; what it would then have twice, and relationships to itself, are left out. Their ids and slugs lead to into, also after a second merge. Refused with CONFLICT where assertions or findings would be the same and yet differ, or parties become parts of each other, and, without changeVisibility, where some of the parties are PUBLISHED and into is not, or the other way round. Of parties that are all drafts, the old ids and slugs are public once into is published.',
  })
  mergeParties(
    @Arg('input', () => MergePartiesInput, { description: 'Which parties.' }) input: MergePartiesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.mergeParties(input, place));
  }
}
