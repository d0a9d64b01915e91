import { Field, ID, InputType } from 'type-graphql';
import { Party } from '../party.model';
import { CreateDraftInput, UpdateInput, whatToChange } from '../fields/inputs';

/** A new party; see the description. */
@InputType({ description: 'A new party.' })
export class CreatePartyInput extends CreateDraftInput(Party) {}

/** Changes of a party; see the description. */
@InputType({ description: whatToChange('a party') })
export class UpdatePartyInput extends UpdateInput(Party) {}

/** Parties to merge; see the description. */
@InputType({ description: 'Parties that are one and the same.' })
export class MergePartiesInput {
  @Field(() => ID, { description: 'The party that stays.' })
  into!: string;

  @Field(() => [ID], { description: 'The parties that become a part of it, 1 to 100.' })
  from!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Consent to a change of what readers see. Without it, a merge of a party that is not PUBLISHED into one that is, or the other way round, is refused with CONFLICT, and extensions.becomesPublic or extensions.becomesHidden says what would change. Default: false.',
  })
  changeVisibility?: boolean | null;
}

/** Parties to tell apart; see the description. */
@InputType({ description: 'Parties that are not the same.' })
export class MarkDistinctInput {
  @Field(() => [ID], { description: 'The parties, 2 to 20. It is meant of each two of them.' })
  parties!: string[];
}

/** Parties no longer to tell apart; see the description. */
@InputType({ description: 'Parties of which it is not said any more that they are not the same.' })
export class UnmarkDistinctInput {
  @Field(() => [ID], { description: 'The parties, 2 to 20. It is meant of each two of them.' })
  parties!: string[];
}

/** A merge to take back; see the description. */
@InputType({ description: 'A merge of parties to take back.' })
export class UnmergePartiesInput {
  @Field(() => ID, { description: 'A party that was merged into another, by the id that it had.' })
  id!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Consent to a change of what readers see. Without it, such an unmerge is refused with CONFLICT, and extensions.becomesPublic or extensions.becomesHidden says what would change. Default: false.',
  })
  changeVisibility?: boolean | null;
}
