import { Field, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Content } from './content.model';
import { SpeechMode, Stance } from './enums.model';
import { Node } from './node.model';
import { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { Statement } from './statement.model';
import { TextAnchor } from './textAnchor.model';

/** One party's stance on one allegation in one statement; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One party's stance on one allegation, at one place in one statement: who said it, through whom, and in which words (W3C Web Annotation on the statement's body).",
})
export class Assertion extends Content {
  @Field(() => Allegation, { description: 'What it is about.' })
  allegation!: Relation<Allegation>;

  @Field(() => Statement, { description: 'Where it is on record.' })
  statement!: Relation<Statement>;

  @Field(() => Party, { description: 'Who takes the stance.' })
  speaker!: Relation<Party>;

  @Field(() => [Party], {
    description:
      "Who passed the words on, from the outermost reporter inwards; the statement's own issuer is not repeated. In 'the agency writes that a minister said that the mayor denied it', for a statement of another issuer, these are the agency and the minister.",
  })
  via!: Party[];

  @Field(() => Stance, { description: 'What the speaker does with the allegation.' })
  stance!: Stance;

  @Field(() => SpeechMode, {
    nullable: true,
    description: 'Whether the words are quoted or reported; null where the record does not say.',
  })
  mode!: SpeechMode | null;

  @Field(() => PartialDate, {
    nullable: true,
    description:
      'When it was said, where that differs from when the statement was issued or is known by itself; else null.',
  })
  saidOn!: PartialDate | null;

  @Field(() => TextAnchor, {
    nullable: true,
    description: "The very words in the statement's body; null where none are marked.",
  })
  anchor!: TextAnchor | null;

  @Field(() => Assertion, {
    nullable: true,
    description:
      'The assertion on the same allegation that this one answers: a denial of a denial names it here. Null where it answers none in particular, or one that is hidden.',
  })
  inResponseTo!: Relation<Assertion> | null;

  @Field(() => [Assertion], { description: 'The assertions that answer this one, the newest statement first.' })
  responses!: Assertion[];
}
