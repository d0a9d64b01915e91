import { Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';
import { AND, NOT, OR, WHERE } from './combinators';
import { VerdictFilter } from './enumFilters.input';
import { InstantFilter } from './instantFilter.input';
import { PartialDateFilter } from './partialDateFilter.input';
import { PartyWhereInput } from './partyWhere.input';

/** Conditions on findings; see the description. */
@InputType({ description: `Which findings are meant. ${WHERE}` })
export class FindingWhereInput {
  @Field(() => [FindingWhereInput], { nullable: true, description: AND })
  AND?: FindingWhereInput[] | null;

  @Field(() => [FindingWhereInput], { nullable: true, description: OR })
  OR?: FindingWhereInput[] | null;

  @Field(() => [FindingWhereInput], { nullable: true, description: NOT })
  NOT?: FindingWhereInput[] | null;

  @Field(() => VerdictFilter, { nullable: true, description: 'The coarse reading of its conclusion.' })
  verdict?: VerdictFilter | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'The finder matches.' })
  body?: Relation<PartyWhereInput> | null;

  @Field(() => PartialDateFilter, { nullable: true, description: 'When it was found.' })
  ruledOn?: PartialDateFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was made.' })
  createdAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was last changed.' })
  updatedAt?: InstantFilter | null;
}
