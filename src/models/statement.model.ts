import { Field, ObjectType } from 'type-graphql';
import { AllegationConnection } from './allegationConnection.model';
import { AssertionConnection } from './assertionConnection.model';
import { Attribution } from './attribution.model';
import { Content } from './content.model';
import { StatementKind } from './enums.model';
import { Node } from './node.model';
import { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { LanguageTagScalar } from './scalars/languageTag.scalar';
import { Source } from './source.model';
import { TextSegment } from './textSegment.model';

/** A text made public; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A text made public: a communiqué, article, speech, ruling, … It is the record in which assertions are found, word for word (schema.org CreativeWork, PROV Entity).',
})
export class Statement extends Content {
  @Field({
    description: 'A readable key, unique among statements, for addresses: for example `council-speech-of-june`.',
  })
  slug!: string;

  @Field(() => StatementKind, { description: 'In what form it was made public.' })
  kind!: StatementKind;

  @Field({ description: 'Its title, as published.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Its subtitle, as published; null where it has none.' })
  subtitle!: string | null;

  @Field({
    description:
      'The whole text, in Unicode NFC with LF as line end. Anchors and segments count Unicode code points in it, from 0.',
  })
  body!: string;

  @Field(() => LanguageTagScalar, {
    nullable: true,
    description: 'The language of title and body; null where it is not recorded.',
  })
  language!: string | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: 'When it was made public (schema.org datePublished); null where that is not recorded.',
  })
  issuedOn!: PartialDate | null;

  @Field(() => [Attribution], {
    description: 'Who did what for it, in the order recorded. Parties that are hidden are left out.',
  })
  attributions!: Attribution[];

  @Field(() => [Party], { description: 'The parties with the role ISSUER, in the order recorded.' })
  issuers!: Party[];

  @Field(() => [Source], { description: 'Where the text was found, in the order recorded.' })
  sources!: Source[];

  @Field(() => AssertionConnection, {
    description: 'What parties say in it about allegations, by position in the body unless told.',
  })
  assertions!: Relation<AssertionConnection>;

  @Field(() => AllegationConnection, {
    description:
      'Allegations with an assertion in this statement, each once; the most recent events first unless told.',
  })
  allegations!: Relation<AllegationConnection>;

  @Field(() => [TextSegment], {
    description:
      'The body cut at the edge of every anchor, in order, without gaps or overlaps, so that a page can highlight it: the texts together are the body.',
  })
  segments!: TextSegment[];

  @Field(() => [Statement], {
    description: 'Statements that this one cites, in the order recorded (schema.org citation).',
  })
  cites!: Statement[];

  @Field(() => [Statement], { description: 'Statements that cite this one, the newest first.' })
  citedBy!: Statement[];
}
