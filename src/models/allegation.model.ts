import { Field, ObjectType } from 'type-graphql';
import { AllegationParty } from './allegationParty.model';
import { AssertionConnection } from './assertionConnection.model';
import { Content } from './content.model';
import { AllegationStanding } from './enums.model';
import { Finding } from './finding.model';
import { Node } from './node.model';
import { PartialDate } from './partialDate.model';
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
  @Field({ description: 'A readable key, unique among allegations, for addresses: for example `mayor-took-bribes`.' })
  slug!: string;

  @Field({ description: 'The claim as one neutral proposition, never a verdict.' })
  summary!: string;

  @Field(() => PartialDate, {
    nullable: true,
    description: 'When what is alleged is said to have happened; null where nobody says.',
  })
  occurredOn!: PartialDate | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it is said to have happened, in words; null where nobody says.',
  })
  place!: string | null;

  @Field(() => AllegationStanding, {
    description: 'How it stands on the record, now or on a day: derived from assertions and findings, never stored.',
  })
  standing!: AllegationStanding;

  @Field(() => [AllegationParty], {
    description:
      'The parties that it concerns, each with its role, in the order recorded. Hidden parties are left out.',
  })
  parties!: AllegationParty[];

  @Field(() => [Party], { description: 'The parties with the role ACCUSED, in the order recorded.' })
  accused!: Party[];

  @Field(() => [Party], {
    description:
      'The speakers that allege, repeat or corroborate it, each once, by name. Who only reports it is no accuser.',
  })
  accusers!: Party[];

  @Field(() => AssertionConnection, {
    description: 'What parties say about it, in any stance, by statement (the newest first) and position unless told.',
  })
  assertions!: Relation<AssertionConnection>;

  @Field(() => [Finding], { description: 'What courts, inquiries and fact-checkers found about it, the newest first.' })
  findings!: Finding[];

  @Field(() => [Allegation], {
    description: 'Allegations in answer to which this one is made, in the order recorded: the accused accuses back.',
  })
  counters!: Allegation[];

  @Field(() => [Allegation], {
    description: 'Allegations that are made in answer to this one, the most recent events first.',
  })
  counteredBy!: Allegation[];
}
