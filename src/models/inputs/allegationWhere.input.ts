import { Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';
import { AND, NOT, OR, WHERE } from './combinators';
import { StandingFilter, StateFilter } from './enumFilters.input';
import { IDFilter } from './idFilter.input';
import { AssertionListFilter, FindingListFilter } from './listFilters.input';
import { InstantFilter } from './instantFilter.input';
import { PartialDateFilter } from './partialDateFilter.input';
import { PartyWhereInput } from './partyWhere.input';
import { StringFilter } from './stringFilter.input';

/** Conditions on allegations; see the description. */
@InputType({ description: `Which allegations are meant. ${WHERE}` })
export class AllegationWhereInput {
  @Field(() => [AllegationWhereInput], { nullable: true, description: AND })
  AND?: AllegationWhereInput[] | null;

  @Field(() => [AllegationWhereInput], { nullable: true, description: OR })
  OR?: AllegationWhereInput[] | null;

  @Field(() => [AllegationWhereInput], { nullable: true, description: NOT })
  NOT?: AllegationWhereInput[] | null;

  @Field(() => IDFilter, { nullable: true, description: 'Its id.' })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Its slug.' })
  slug?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Its summary.' })
  summary?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Where it is said to have happened.' })
  place?: StringFilter | null;

  @Field(() => PartialDateFilter, { nullable: true, description: 'When it is said to have happened.' })
  occurredOn?: PartialDateFilter | null;

  @Field(() => StandingFilter, { nullable: true, description: 'How it stands now, with all that is on record.' })
  standing?: StandingFilter | null;

  @Field(() => StateFilter, { nullable: true, description: 'Its publication state; of use to editors only.' })
  state?: StateFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was made.' })
  createdAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was last changed.' })
  updatedAt?: InstantFilter | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'At least one of the parties accused matches.' })
  accused?: Relation<PartyWhereInput> | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'At least one of the parties affected matches.' })
  affected?: Relation<PartyWhereInput> | null;

  @Field(() => PartyWhereInput, {
    nullable: true,
    description: 'At least one of the parties that allege, repeat or corroborate it matches.',
  })
  accuser?: Relation<PartyWhereInput> | null;

  @Field(() => AssertionListFilter, { nullable: true, description: 'Assertions about it, in whatever stance.' })
  assertions?: Relation<AssertionListFilter> | null;

  @Field(() => FindingListFilter, { nullable: true, description: 'Findings about it.' })
  findings?: Relation<FindingListFilter> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Full-text search in summary and place: words that must all occur, `"words in a row"`, `OR`, and `-word` for what must not. Accents and case do not matter; other forms of an English word are found too. 1 to 1,000 characters.',
  })
  search?: string | null;
}
