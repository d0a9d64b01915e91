import { Field, ObjectType } from 'type-graphql';
import { AllegationConnection } from './allegationConnection.model';
import { AssertionConnection } from './assertionConnection.model';
import { Content } from './content.model';
import { PartyKind } from './enums.model';
import { Identifier } from './identifier.model';
import { Node } from './node.model';
import { PartyName } from './partyName.model';
import { PartyRelationship } from './partyRelationship.model';
import type { Relation } from './relation';
import { StatementConnection } from './statementConnection.model';

/** Whoever speaks, is spoken of or passes words on; see the description. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Whoever speaks, is spoken of, or passes words on: a person, organization, state, body, outlet or group (schema.org Person and Organization, Popolo, PROV Agent).',
})
export class Party extends Content {
  @Field({ description: 'A readable key, unique among parties, for addresses: for example `example-news-agency`.' })
  slug!: string;

  @Field(() => PartyKind, { description: 'What the party is.' })
  kind!: PartyKind;

  @Field({ description: 'The name by which the party is shown.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who the party is, neutrally, in a sentence or two.' })
  description!: string | null;

  @Field(() => [PartyName], {
    description:
      'Its other names, in the order recorded: spellings, acronyms, names in other scripts, and what others call it. A name that only a hidden party uses is left out.',
  })
  names!: PartyName[];

  @Field(() => [Identifier], { description: 'Identifiers in other registers, such as wikidata Q42.' })
  identifiers!: Identifier[];

  @Field(() => [PartyRelationship], {
    description:
      'Relationships in which this party is the subject: it is MEMBER_OF, PART_OF, … another. Those that touch hidden content are left out.',
  })
  relationships!: PartyRelationship[];

  @Field(() => [PartyRelationship], {
    description:
      'Relationships in which this party is the object: another is MEMBER_OF, PART_OF, … it. Those that touch hidden content are left out.',
  })
  inverseRelationships!: PartyRelationship[];

  @Field(() => StatementConnection, {
    description:
      'Statements attributed to this party, each once, in any role unless one is named; the newest first unless told.',
  })
  statements!: Relation<StatementConnection>;

  @Field(() => AssertionConnection, {
    description:
      'What this party is recorded as saying: the assertions of which it is the speaker, by statement (the newest first) and position unless told.',
  })
  assertions!: Relation<AssertionConnection>;

  @Field(() => AllegationConnection, {
    description:
      'Allegations that concern this party, each once, in any role unless one is named; the most recent events first unless told.',
  })
  allegations!: Relation<AllegationConnection>;
}
