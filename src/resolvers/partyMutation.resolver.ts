import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import {
  CreatePartyInput,
  MarkDistinctInput,
  MergePartiesInput,
  UnmarkDistinctInput,
  UnmergePartiesInput,
  UpdatePartyInput,
} from '../models/inputs/partyWrite.input';
import { PartiesPayload, PartyPayload, UnmergePartiesPayload } from '../models/payloads.model';
import type { UnmergeRemainder } from '../models/unmergeRemainder.model';
import { answerWritten } from './answerWritten';
import type { Context } from './context';
import { REMAINING } from './unmergePayload.resolver';

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
      'Makes several parties one. ADMIN only. References to them become ones to into, which takes their names, identifiers and relationships; their ids and slugs lead to it. CONFLICT where two are marked as distinct, where it would contradict itself or, without changeVisibility, change what readers see.',
  })
  mergeParties(
    @Arg('input', () => MergePartiesInput, { description: 'Which parties.' }) input: MergePartiesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.mergeParties(input, place));
  }

  @RequireRole('ADMIN')
  @Mutation(() => UnmergePartiesPayload, {
    description:
      'Takes back a merge, with all the parties that were merged by it: they have their ids, slugs, content and references again. What was changed since stays and is listed. ADMIN only. CONFLICT where a later merge, a taken slug or an erased history is in the way.',
  })
  async unmergeParties(
    @Arg('input', () => UnmergePartiesInput, { description: 'Which merge.' }) input: UnmergePartiesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    let remaining: readonly UnmergeRemainder[] = [];
    const payload = await answerWritten(context, info, async (place) => {
      const unmerged = await context.writer.unmergeParties(input, place);
      ({ remaining } = unmerged);
      return unmerged.parties;
    });
    return Object.assign(payload, { [REMAINING]: remaining });
  }

  @RequireRole('EDITOR')
  @Mutation(() => PartiesPayload, {
    description:
      'Says that parties are not the same. EDITOR only. mergeParties then refuses to make any two of them one, and possibleDuplicates leaves them out. What was said before stays as it is. Only editors see it: Party.distinctions.',
  })
  markDistinct(
    @Arg('input', () => MarkDistinctInput, { description: 'Which parties.' }) input: MarkDistinctInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.markDistinct(input, place));
  }

  @RequireRole('EDITOR')
  @Mutation(() => PartiesPayload, {
    description:
      'Takes back what markDistinct said of any two of the parties, whoever said it. EDITOR only. Both stay on record, in Party.distinctions. Where nothing was said, nothing changes.',
  })
  unmarkDistinct(
    @Arg('input', () => UnmarkDistinctInput, { description: 'Which parties.' }) input: UnmarkDistinctInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return answerWritten(context, info, (place) => context.writer.unmarkDistinct(input, place));
  }
}
