import { Field, ID, InputType, Int } from 'type-graphql';
import { Verdict } from '../enums.model';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { URLScalar } from '../scalars/url.scalar';
import { QuoteInput } from './quote.input';

/** A new finding; see the description. */
@InputType({
  description:
    'A new finding. It is PUBLISHED, and everyone sees it as soon as its allegation, its body and, if any, its statement are.',
})
export class CreateFindingInput {
  @Field(() => ID, { description: 'The allegation.' })
  allegation!: string;

  @Field(() => ID, { description: 'The party that found it: a court, an inquiry, a fact-checker.' })
  body!: string;

  @Field(() => ID, { nullable: true, description: 'The statement that records it.' })
  statement?: string | null;

  @Field(() => Verdict, { description: 'A coarse reading of ratingText.' })
  verdict!: Verdict;

  @Field(() => String, { nullable: true, description: 'The words of the finder, verbatim. At most 10,000 characters.' })
  ratingText?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Under whose law or authority it was found. One line of at most 1,000 characters.',
  })
  jurisdiction?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When it was found.' })
  ruledOn?: string | null;

  @Field(() => QuoteInput, {
    nullable: true,
    description: 'Where it stands in the statement; only for a finding that has one.',
  })
  quote?: QuoteInput | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where the finding is on the web. At most 2,000 characters.' })
  url?: string | null;
}

/** Changes of a finding; see the description. */
@InputType({
  description:
    'What to change of a finding. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.',
})
export class UpdateFindingInput {
  @Field(() => ID, { description: 'The finding.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.',
  })
  version!: number;

  @Field(() => Verdict, { nullable: true, description: 'A coarse reading of ratingText.' })
  verdict?: Verdict | null;

  @Field(() => String, { nullable: true, description: 'The words of the finder, verbatim. At most 10,000 characters.' })
  ratingText?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Under whose law or authority it was found. One line of at most 1,000 characters.',
  })
  jurisdiction?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When it was found.' })
  ruledOn?: string | null;

  @Field(() => QuoteInput, {
    nullable: true,
    description: 'Where it stands in the statement; only for a finding that has one.',
  })
  quote?: QuoteInput | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where the finding is on the web. At most 2,000 characters.' })
  url?: string | null;
}
