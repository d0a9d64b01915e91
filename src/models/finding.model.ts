import { Field, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Content } from './content.model';
import { Verdict } from './enums.model';
import { Node } from './node.model';
import { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { URLScalar } from './scalars/url.scalar';
import { Statement } from './statement.model';
import { TextAnchor } from './textAnchor.model';

/** What a court, an inquiry or a fact-checker found; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'What a court, an inquiry or a fact-checker found about an allegation, as it is recorded (schema.org ClaimReview). It is the conclusion of the finder, not of this record.',
})
export class Finding extends Content {
  @Field(() => Allegation, { description: 'What it is about.' })
  allegation!: Relation<Allegation>;

  @Field(() => Party, { description: 'The finder: a court, inquiry, fact-checker or other deciding body.' })
  body!: Relation<Party>;

  @Field(() => Verdict, { description: 'A coarse reading of ratingText, for filters only.' })
  verdict!: Verdict;

  @Field(() => String, {
    nullable: true,
    description:
      "The finder's own words for its conclusion, verbatim, for example `Mostly false`; null where it gave none.",
  })
  ratingText!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Under whose law or for which territory it was found, in words; null where that does not apply.',
  })
  jurisdiction!: string | null;

  @Field(() => PartialDate, { nullable: true, description: 'When it was found; null where that is not recorded.' })
  ruledOn!: PartialDate | null;

  @Field(() => Statement, {
    nullable: true,
    description: 'The statement that records it; null where none is stored.',
  })
  statement!: Relation<Statement> | null;

  @Field(() => TextAnchor, {
    nullable: true,
    description: "The very words in that statement's body; null where none are marked.",
  })
  anchor!: TextAnchor | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where it can be read on the web; null where it cannot.' })
  url!: string | null;
}
