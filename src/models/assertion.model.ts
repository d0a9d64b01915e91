import { Field, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Content } from './content.model';
import { SpeechMode, Stance } from './enums.model';
import { Choice, Quotation, Reference, References, When } from './fields/decorators';
import { Node } from './node.model';
import type { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { Statement } from './statement.model';
import type { TextAnchor } from './textAnchor.model';

/** One party's stance on one allegation in one statement; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One party's stance on one allegation, at one place in one statement: who said it, through whom, and in which words (W3C Web Annotation on the statement's body).",
})
export class Assertion extends Content {
  @Reference(() => Allegation, { fixed: true, description: 'What it is about.' })
  allegation!: Relation<Allegation>;

  @Reference(() => Statement, { fixed: true, description: 'Where it is on record.' })
  statement!: Relation<Statement>;

  @Reference(() => Party, { description: 'Who takes the stance.' })
  speaker!: Relation<Party>;

  @References(() => Party, {
    description:
      "Who passed the words on, from the outermost reporter inwards; the statement's own issuer is not repeated. In 'the agency writes that a minister said that the mayor denied it', for a statement of another issuer, these are the agency and the minister.",
  })
  via!: Party[];

  @Choice(Stance, { description: 'What the speaker does with the allegation.' })
  stance!: Stance;

  @Choice(SpeechMode, {
    nullable: 'where the record does not say',
    description: 'Whether the words are quoted or reported.',
  })
  mode!: SpeechMode | null;

  @When({
    nullable: 'otherwise',
    description: 'When it was said, where that differs from when the statement was issued or is known by itself.',
  })
  saidOn!: PartialDate | null;

  @Quotation({ nullable: 'where none are marked', description: "The very words in the statement's body." })
  anchor!: TextAnchor | null;

  @Reference(() => Assertion, {
    nullable: 'where it answers none in particular, or one that is hidden',
    description: 'The assertion on the same allegation that this one answers: a denial of a denial names it here.',
    whenWritten: 'Answers go in no circle.',
  })
  inResponseTo!: Relation<Assertion> | null;

  @Field(() => [Assertion], { description: 'The assertions that answer this one, the newest statement first.' })
  readonly responses!: Assertion[];
}
