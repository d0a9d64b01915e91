import { ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Content } from './content.model';
import { Verdict } from './enums.model';
import { Choice, Line, Quotation, Reference, Text, Url, When } from './fields/decorators';
import { Node } from './node.model';
import type { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { Statement } from './statement.model';
import type { TextAnchor } from './textAnchor.model';

/** What a court, an inquiry or a fact-checker found; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'What a court, an inquiry or a fact-checker found about an allegation, as it is recorded (schema.org ClaimReview). It is the conclusion of the finder, not of this record.',
})
export class Finding extends Content {
  @Reference(() => Allegation, { fixed: true, description: 'What it is about.' })
  allegation!: Relation<Allegation>;

  @Reference(() => Party, {
    fixed: true,
    description: 'The finder: a court, inquiry, fact-checker or other deciding body.',
  })
  body!: Relation<Party>;

  @Reference(() => Statement, {
    fixed: true,
    nullable: 'where none is stored',
    description: 'The statement that records it.',
  })
  statement!: Relation<Statement> | null;

  @Choice(Verdict, { description: 'A coarse reading of ratingText, for filters only.' })
  verdict!: Verdict;

  @Text({
    nullable: 'where it gave none',
    description: "The finder's own words for its conclusion, verbatim, for example `Mostly false`.",
  })
  ratingText!: string | null;

  @Line({
    nullable: 'where that does not apply',
    description: 'Under whose law or for which territory it was found, in words.',
  })
  jurisdiction!: string | null;

  @When({ nullable: 'where that is not recorded', description: 'When it was found.' })
  ruledOn!: PartialDate | null;

  @Quotation({
    nullable: 'where none are marked',
    description: "The very words in that statement's body.",
    whenWritten: 'Only for a finding with a statement.',
  })
  anchor!: TextAnchor | null;

  @Url({ nullable: 'where it cannot', description: 'Where it can be read on the web.' })
  url!: string | null;
}
