import { Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';
import { AttributionWhereInput } from './attributionWhere.input';
import { AND, NOT, OR, WHERE } from './combinators';
import { StateFilter, StatementKindFilter } from './enumFilters.input';
import { IDFilter } from './idFilter.input';
import { AllegationListFilter, AssertionListFilter } from './listFilters.input';
import { InstantFilter } from './instantFilter.input';
import { PartialDateFilter } from './partialDateFilter.input';
import { PartyWhereInput } from './partyWhere.input';
import { StringFilter } from './stringFilter.input';

/** Conditions on statements; see the description. */
@InputType({ description: `Which statements are meant. ${WHERE}` })
export class StatementWhereInput {
  @Field(() => [StatementWhereInput], { nullable: true, description: AND })
  AND?: StatementWhereInput[] | null;

  @Field(() => [StatementWhereInput], { nullable: true, description: OR })
  OR?: StatementWhereInput[] | null;

  @Field(() => [StatementWhereInput], { nullable: true, description: NOT })
  NOT?: StatementWhereInput[] | null;

  @Field(() => IDFilter, { nullable: true, description: 'Its id.' })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Its slug.' })
  slug?: StringFilter | null;

  @Field(() => StatementKindFilter, { nullable: true, description: 'In what form it was made public.' })
  kind?: StatementKindFilter | null;

  @Field(() => StringFilter, { nullable: true, description: 'Its title.' })
  title?: StringFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: 'Its language, as a BCP 47 tag in canonical spelling; `startsWith: "ar"` also finds `ar-IQ`.',
  })
  language?: StringFilter | null;

  @Field(() => PartialDateFilter, { nullable: true, description: 'When it was made public.' })
  issuedOn?: PartialDateFilter | null;

  @Field(() => StateFilter, { nullable: true, description: 'Its publication state; of use to editors only.' })
  state?: StateFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was made.' })
  createdAt?: InstantFilter | null;

  @Field(() => InstantFilter, { nullable: true, description: 'When the record was last changed.' })
  updatedAt?: InstantFilter | null;

  @Field(() => PartyWhereInput, { nullable: true, description: 'At least one of its issuers matches.' })
  issuer?: Relation<PartyWhereInput> | null;

  @Field(() => AttributionWhereInput, {
    nullable: true,
    description: 'At least one of its attributions matches, with role and party together.',
  })
  attributed?: Relation<AttributionWhereInput> | null;

  @Field(() => AssertionListFilter, { nullable: true, description: 'Assertions that are made in it.' })
  assertions?: Relation<AssertionListFilter> | null;

  @Field(() => AllegationListFilter, { nullable: true, description: 'Allegations with an assertion in it.' })
  allegations?: Relation<AllegationListFilter> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Full-text search in title, subtitle and body: words that must all occur, `"words in a row"`, `OR`, and `-word` for what must not. Accents and case do not matter; in languages that have a stemmer, such as en, de and ru, other forms of a word are found too. 1 to 1,000 characters.',
  })
  search?: string | null;
}
