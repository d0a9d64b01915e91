import { Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';
import { AllegationWhereInput } from './allegationWhere.input';
import { AND, NOT, OR, WHERE } from './combinators';
import { SpeechModeFilter, StanceFilter, StateFilter } from './enumFilters.input';
import { IDFilter } from './idFilter.input';
import { InstantFilter } from './instantFilter.input';
import { PartialDateFilter } from './partialDateFilter.input';
import { PartyWhereInput } from './partyWhere.input';
import { StatementWhereInput } from './statementWhere.input';

/** Conditions on assertions; see the description. */
@InputType({ description: `Which assertions are meant. ${WHERE}` })
export class AssertionWhereInput {
  @Field(() => [AssertionWhereInput], { nullable: true, description: AND })
  AND?: AssertionWhereInput[] | null;

  @Field(() => [AssertionWhereInput], { nullable: true, description: OR })
  OR?: AssertionWhereInput[] | null;

  @Field(() => [AssertionWhereInput], { nullable: true, description: NOT })
  NOT?: AssertionWhereInput[] | null;

  @Field(() => IDFilter, { nullable: true, description: 'Its id.' })
  id?: IDFilter | null;

  @Field(() => StanceFilter, { nullable: true, description: 'What the speaker does with the allegation.' })
  stance?: StanceFilter | null;

  @Field(() => PartialDateFilter, {
    nullable: true,
    description: 'When it was said, as recorded on the assertion itself.',
  })
  saidOn?: PartialDateFilter | null;

  @Field(() => StateFilter, { nullable: true, description: 'Its publication state; of use to editors only.' })
  state?: StateFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was made.' })
  createdAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was last changed.' })
  updatedAt?: InstantFilter | null;

  @Field(() => SpeechModeFilter, {
    nullable: true,
    description: 'Whether its words are quoted or reported; where it is not recorded, only `notIn` holds.',
  })
  mode?: SpeechModeFilter | null;

  @Field(() => AssertionWhereInput, {
    nullable: true,
    description: 'The assertion that it answers matches; `NOT: [{ inResponseTo: {} }]` finds those that answer none.',
  })
  inResponseTo?: AssertionWhereInput | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'The speaker matches.' })
  speaker?: Relation<PartyWhereInput> | null;

  @Field(() => PartyWhereInput, {
    nullable: true,
    description: 'At least one of the parties that passed it on matches.',
  })
  via?: Relation<PartyWhereInput> | null;

  @Field(() => StatementWhereInput, { nullable: true, description: 'The statement in which it is made matches.' })
  statement?: Relation<StatementWhereInput> | null;

  @Field(() => AllegationWhereInput, { nullable: true, description: 'The allegation that it is about matches.' })
  allegation?: Relation<AllegationWhereInput> | null;
}
