import { Field, InputType } from 'type-graphql';

/** Words out of a body; see the description. */
@InputType({
  description:
    'Words out of the body of the statement, as they stand there. Together with prefix and suffix, where given, they must occur exactly once; words that occur nowhere or are ambiguous are refused.',
})
export class QuoteInput {
  @Field({ description: 'The words, character for character; line ends count as line feeds. At least one character.' })
  exact!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What stands right before the words, to tell equal occurrences apart.',
  })
  prefix?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What stands right after the words, to tell equal occurrences apart.',
  })
  suffix?: string | null;
}
