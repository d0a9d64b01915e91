import { Field, ID, InputType, Int } from 'type-graphql';
import { PartyKind, PartyNameKind, PartyRelationshipKind, PublicationState } from '../enums.model';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { LanguageTagScalar } from '../scalars/languageTag.scalar';

/** A further name; see the description. */
@InputType({ description: 'A further name of a party.' })
export class PartyNameInput {
  @Field({ description: 'The name, in its own script. One line of at most 600 characters.' })
  name!: string;

  @Field(() => PartyNameKind, { description: 'What sort of name it is.' })
  kind!: PartyNameKind;

  @Field(() => LanguageTagScalar, { nullable: true, description: 'The language of the name.' })
  language?: string | null;

  @Field(() => ID, { nullable: true, description: 'The party that calls it so, above all for an EPITHET.' })
  usedBy?: string | null;
}

/** A party in another register; see the description. */
@InputType({ description: 'A party in another register.' })
export class IdentifierInput {
  @Field({ description: 'The register, such as wikidata. One line of at most 100 characters.' })
  scheme!: string;

  @Field({ description: 'What the party is called there, such as Q42. One line of at most 500 characters.' })
  value!: string;
}

/** A relationship; see the description. */
@InputType({ description: 'What the party is to another party.' })
export class PartyRelationshipInput {
  @Field(() => PartyRelationshipKind, { description: 'What the party is to the object.' })
  kind!: PartyRelationshipKind;

  @Field(() => ID, { description: 'The other party.' })
  object!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The office or position, such as spokesperson. One line of at most 1,000 characters.',
  })
  title?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'Since when.' })
  validFrom?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'Until when, not before validFrom.' })
  validTo?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The statement that makes a contested relationship known; none where it is uncontested.',
  })
  assertedIn?: string | null;
}

/** A new party; see the description. */
@InputType({ description: 'A new party.' })
export class CreatePartyInput {
  @Field({
    description:
      'A readable key, unique among parties. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug!: string;

  @Field(() => PartyKind, { description: 'What the party is.' })
  kind!: PartyKind;

  @Field({ description: 'The name by which the party is shown. One line of at most 600 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who the party is, neutrally, in a sentence or two. At most 10,000 characters.',
  })
  description?: string | null;

  @Field(() => [PartyNameInput], { nullable: true, description: 'Its other names, in their order.' })
  names?: PartyNameInput[] | null;

  @Field(() => [IdentifierInput], { nullable: true, description: 'Identifiers in other registers, each once.' })
  identifiers?: IdentifierInput[] | null;

  @Field(() => [PartyRelationshipInput], {
    nullable: true,
    description:
      'Relationships in which it is the subject. It cannot be related to itself, nor be a part of its own part.',
  })
  relationships?: PartyRelationshipInput[] | null;

  @Field(() => PublicationState, {
    nullable: true,
    description: 'Who sees it. DRAFT unless told: nothing new is public until somebody says so.',
  })
  state?: PublicationState | null;
}

/** Changes of a party; see the description. */
@InputType({
  description:
    'What to change of a party. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.',
})
export class UpdatePartyInput {
  @Field(() => ID, { description: 'The party.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'A readable key, unique among parties. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug?: string | null;

  @Field(() => PartyKind, { nullable: true, description: 'What the party is.' })
  kind?: PartyKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name by which the party is shown. One line of at most 600 characters.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who the party is, neutrally, in a sentence or two. At most 10,000 characters.',
  })
  description?: string | null;

  @Field(() => [PartyNameInput], { nullable: true, description: 'Its other names, in their order.' })
  names?: PartyNameInput[] | null;

  @Field(() => [IdentifierInput], { nullable: true, description: 'Identifiers in other registers, each once.' })
  identifiers?: IdentifierInput[] | null;

  @Field(() => [PartyRelationshipInput], {
    nullable: true,
    description:
      'Relationships in which it is the subject. It cannot be related to itself, nor be a part of its own part.',
  })
  relationships?: PartyRelationshipInput[] | null;
}

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
