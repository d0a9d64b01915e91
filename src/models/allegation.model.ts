import { Field, ObjectType } from 'type-graphql';
import { AllegationParty } from './allegationParty.model';
import { AssertionConnection } from './assertionConnection.model';
import { Content } from './content.model';
import { AllegationStanding } from './enums.model';
import { Line, Name, Parts, References, Slug, When } from './fields/decorators';
import { Finding } from './finding.model';
import { Node } from './node.model';
import type { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A claim about parties that someone makes; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A claim about parties that someone makes in public, put as a proposition on which others may take a stance (schema.org Claim). Recording it says nothing on whether it is true.',
})
export class Allegation extends Content {
  @Slug({ description: 'A readable key, unique among allegations, for addresses: for example `mayor-took-bribes`.' })
  slug!: string;

  @Name({ description: 'The claim as one neutral proposition, never a verdict.' })
  summary!: string;

  @When({
    nullable: 'where nobody says',
    description: 'When what is alleged is said to have happened.',
  })
  occurredOn!: PartialDate | null;

  @Line({ nullable: 'where nobody says', description: 'Where it is said to have happened, in words.' })
  place!: string | null;

  @Field(() => AllegationStanding, {
    description: 'How it stands on the record, now or on a day: derived from assertions and findings, never stored.',
  })
  readonly standing!: AllegationStanding;

  @Parts(() => AllegationParty, {
    required: true,
    description: 'The parties that it concerns, each with its role, in the order recorded.',
    whenRead: 'Hidden parties are left out.',
    whenWritten: 'Each party once in a role.',
  })
  parties!: AllegationParty[];

  @Field(() => [Party], { description: 'The parties with the role ACCUSED, in the order recorded.' })
  readonly accused!: Party[];

  @Field(() => [Party], {
    description:
      'The speakers that allege, repeat or corroborate it, each once, by name. Who only reports it is no accuser.',
  })
  readonly accusers!: Party[];

  @Field(() => AssertionConnection, {
    description: 'What parties say about it, in any stance, by default by statement (the newest first) and position.',
  })
  readonly assertions!: Relation<AssertionConnection>;

  @Field(() => [Finding], { description: 'What courts, inquiries and fact-checkers found about it, the newest first.' })
  readonly findings!: Finding[];

  @References(() => Allegation, {
    description: 'Allegations in answer to which this one is made, in the order recorded: the accused accuses back.',
    whenWritten: 'Each once.',
  })
  counters!: Allegation[];

  @Field(() => [Allegation], {
    description: 'Allegations that are made in answer to this one, the most recent events first.',
  })
  readonly counteredBy!: Allegation[];
}
