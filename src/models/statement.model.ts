import { Field, ObjectType } from 'type-graphql';
import { AllegationConnection } from './allegationConnection.model';
import { AssertionConnection } from './assertionConnection.model';
import { Attribution } from './attribution.model';
import { Content } from './content.model';
import { StatementKind } from './enums.model';
import { Body, Choice, Language, Line, Name, Parts, References, Slug, When } from './fields/decorators';
import { Node } from './node.model';
import type { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
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
  @Slug({
    description: 'A readable key, unique among statements, for addresses: for example `council-speech-of-june`.',
  })
  slug!: string;

  @Choice(StatementKind, { description: 'In what form it was made public.' })
  kind!: StatementKind;

  @Name({ description: 'Its title, as published.', whenWritten: 'Where it has none, one that describes it.' })
  title!: string;

  @Line({ nullable: 'where it has none', description: 'Its subtitle, as published.' })
  subtitle!: string | null;

  @Body({
    description: 'The whole text, in Unicode NFC with LF as line end.',
    whenRead: 'Anchors and segments count Unicode code points in it, from 0.',
  })
  body!: string;

  @Language({ nullable: 'where it is not recorded', description: 'The language of title and body.' })
  language!: string | null;

  @When({
    nullable: 'where that is not recorded',
    description: 'When it was made public (schema.org datePublished).',
  })
  issuedOn!: PartialDate | null;

  @Parts(() => Attribution, {
    required: true,
    description: 'Who did what for it, in the order recorded.',
    whenRead: 'Parties that are hidden are left out.',
    whenWritten: 'Each party once in a role.',
  })
  attributions!: Attribution[];

  @Field(() => [Party], { description: 'The parties with the role ISSUER, in the order recorded.' })
  readonly issuers!: Party[];

  @Parts(() => Source, { description: 'Where the text was found, in the order recorded.' })
  sources!: Source[];

  @Field(() => AssertionConnection, {
    description: 'What parties say in it about allegations, by default by position in the body.',
  })
  readonly assertions!: Relation<AssertionConnection>;

  @Field(() => AllegationConnection, {
    description:
      'Allegations with an assertion in this statement, each once. Default order: the most recent events first.',
  })
  readonly allegations!: Relation<AllegationConnection>;

  @Field(() => [TextSegment], {
    description:
      'The body cut at the edge of every anchor, in order, without gaps or overlaps, so that a page can highlight it: the texts together are the body.',
  })
  readonly segments!: TextSegment[];

  @References(() => Statement, {
    description: 'Statements that this one cites, in the order recorded (schema.org citation).',
    whenWritten: 'Each once.',
  })
  cites!: Statement[];

  @Field(() => [Statement], { description: 'Statements that cite this one, the newest first.' })
  readonly citedBy!: Statement[];
}
