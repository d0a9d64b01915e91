import { Field, ID, InputType, Int } from 'type-graphql';
import { AllegationRole, PublicationState } from '../enums.model';
import { EDTFScalar } from '../scalars/edtf.scalar';

/** A party concerned; see the description. */
@InputType({ description: 'A party that an allegation concerns.' })
export class AllegationPartyInput {
  @Field(() => ID, { description: 'The party.' })
  party!: string;

  @Field(() => AllegationRole, { description: 'How the allegation concerns it.' })
  role!: AllegationRole;
}

/** A new allegation; see the description. */
@InputType({ description: 'A new allegation.' })
export class CreateAllegationInput {
  @Field({
    description:
      'A readable key, unique among allegations. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug!: string;

  @Field({
    description: 'What is alleged, as a neutral proposition and never a verdict. One line of at most 600 characters.',
  })
  summary!: string;

  @Field(() => EDTFScalar, { nullable: true, description: 'When the alleged events are said to have happened.' })
  occurredOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where they are said to have happened. One line of at most 1,000 characters.',
  })
  place?: string | null;

  @Field(() => [AllegationPartyInput], { description: 'The parties that it concerns, each once in a role.' })
  parties!: AllegationPartyInput[];

  @Field(() => [ID], { nullable: true, description: 'Allegations that this one is made in answer to, each once.' })
  counters?: string[] | null;

  @Field(() => PublicationState, {
    nullable: true,
    description: 'Who sees it. DRAFT unless told: nothing new is public until somebody says so.',
  })
  state?: PublicationState | null;
}

/** Changes of an allegation; see the description. */
@InputType({
  description:
    'What to change of an allegation. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.',
})
export class UpdateAllegationInput {
  @Field(() => ID, { description: 'The allegation.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'A readable key, unique among allegations. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is alleged, as a neutral proposition and never a verdict. One line of at most 600 characters.',
  })
  summary?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When the alleged events are said to have happened.' })
  occurredOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where they are said to have happened. One line of at most 1,000 characters.',
  })
  place?: string | null;

  @Field(() => [AllegationPartyInput], {
    nullable: true,
    description: 'The parties that it concerns, each once in a role.',
  })
  parties?: AllegationPartyInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Allegations that this one is made in answer to, each once.' })
  counters?: string[] | null;
}
