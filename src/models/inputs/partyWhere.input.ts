import { Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';
import { AND, NOT, OR, WHERE } from './combinators';
import { PartyKindFilter, StateFilter } from './enumFilters.input';
import { IDFilter } from './idFilter.input';
import { AllegationListFilter, AssertionListFilter, StatementListFilter } from './listFilters.input';
import { InstantFilter } from './instantFilter.input';
import { StringFilter } from './stringFilter.input';

/** Conditions on parties; see the description. */
@InputType({ description: `Which parties are meant. ${WHERE}` })
export class PartyWhereInput {
  @Field(() => [PartyWhereInput], { nullable: true, description: AND })
  AND?: PartyWhereInput[] | null;

  @Field(() => [PartyWhereInput], { nullable: true, description: OR })
  OR?: PartyWhereInput[] | null;

  @Field(() => [PartyWhereInput], { nullable: true, description: NOT })
  NOT?: PartyWhereInput[] | null;

  @Field(() => IDFilter, {
    nullable: true,
    description: 'Its id. That of a merged party stands for the party that it leads to.',
  })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Its slug.' })
  slug?: StringFilter | null;

  @Field(() => PartyKindFilter, { nullable: true, description: 'What it is.' })
  kind?: PartyKindFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description:
      'One of its names, the main or another, matches the conditions, one name all of them. `notIn` and `not` ask that none of its names matches what they exclude.',
  })
  name?: StringFilter | null;

  @Field(() => StateFilter, { nullable: true, description: 'Its publication state; of use to editors only.' })
  state?: StateFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was made.' })
  createdAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was last changed.' })
  updatedAt?: InstantFilter | null;

  @Field(() => StatementListFilter, {
    nullable: true,
    description: 'Statements that are attributed to it, in whatever role.',
  })
  statements?: Relation<StatementListFilter> | null;

  @Field(() => AssertionListFilter, { nullable: true, description: 'Assertions of which it is the speaker.' })
  assertions?: Relation<AssertionListFilter> | null;

  @Field(() => AllegationListFilter, { nullable: true, description: 'Allegations that concern it, in whatever role.' })
  allegations?: Relation<AllegationListFilter> | null;
}
