import { Field, ID, InputType, Int } from 'type-graphql';
import { SpeechMode, Stance } from '../enums.model';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { QuoteInput } from './quote.input';

/** A new assertion; see the description. */
@InputType({
  description:
    'A new assertion. It is PUBLISHED, and everyone sees it as soon as its allegation, its statement and its speaker are.',
})
export class CreateAssertionInput {
  @Field(() => ID, { description: 'The allegation.' })
  allegation!: string;

  @Field(() => ID, { description: 'The statement in which it stands.' })
  statement!: string;

  @Field(() => ID, { description: 'The party whose stance it is.' })
  speaker!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Who passed the words on, from the outermost reporter inwards; the issuer of the statement is not repeated.',
  })
  via?: string[] | null;

  @Field(() => Stance, { description: 'What the speaker does with the allegation.' })
  stance!: Stance;

  @Field(() => SpeechMode, {
    nullable: true,
    description: 'Quoted word for word, or reported; none where the record does not say.',
  })
  mode?: SpeechMode | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When the speaker said it.' })
  saidOn?: string | null;

  @Field(() => QuoteInput, { nullable: true, description: 'Where it stands in the statement.' })
  quote?: QuoteInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The assertion of the same allegation that it answers. Answers go in no circle.',
  })
  inResponseTo?: string | null;
}

/** Changes of an assertion; see the description. */
@InputType({
  description:
    'What to change of an assertion. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.',
})
export class UpdateAssertionInput {
  @Field(() => ID, { description: 'The assertion.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.',
  })
  version!: number;

  @Field(() => ID, { nullable: true, description: 'The party whose stance it is.' })
  speaker?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Who passed the words on, from the outermost reporter inwards; the issuer of the statement is not repeated.',
  })
  via?: string[] | null;

  @Field(() => Stance, { nullable: true, description: 'What the speaker does with the allegation.' })
  stance?: Stance | null;

  @Field(() => SpeechMode, {
    nullable: true,
    description: 'Quoted word for word, or reported; none where the record does not say.',
  })
  mode?: SpeechMode | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When the speaker said it.' })
  saidOn?: string | null;

  @Field(() => QuoteInput, { nullable: true, description: 'Where it stands in the statement.' })
  quote?: QuoteInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The assertion of the same allegation that it answers. Answers go in no circle.',
  })
  inResponseTo?: string | null;
}
