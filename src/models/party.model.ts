import { Field, ObjectType } from 'type-graphql';
import { AllegationConnection } from './allegationConnection.model';
import { AssertionConnection } from './assertionConnection.model';
import { Content } from './content.model';
import { PartyKind } from './enums.model';
import { Choice, Name, Parts, Slug, Text } from './fields/decorators';
import { Identifier } from './identifier.model';
import { Node } from './node.model';
import { PartyDistinction } from './partyDistinction.model';
import { PartyName } from './partyName.model';
import { PartyRelationship } from './partyRelationship.model';
import { PossibleDuplicate } from './possibleDuplicate.model';
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
  @Slug({ description: 'A readable key, unique among parties, for addresses: for example `example-news-agency`.' })
  slug!: string;

  @Choice(PartyKind, { description: 'What the party is.' })
  kind!: PartyKind;

  @Name({ description: 'The name by which the party is shown.' })
  name!: string;

  @Text({ nullable: true, description: 'Who the party is, neutrally, in a sentence or two.' })
  description!: string | null;

  @Parts(() => PartyName, {
    description:
      'Its other names, in the order recorded: spellings, acronyms, names in other scripts, and what others call it.',
    whenRead: 'A name that only a hidden party uses is left out.',
  })
  names!: PartyName[];

  @Parts(() => Identifier, {
    description: 'Identifiers in other registers, such as wikidata Q42.',
    whenWritten: 'Each once.',
  })
  identifiers!: Identifier[];

  @Parts(() => PartyRelationship, {
    description: 'Relationships in which this party is the subject: it is MEMBER_OF, PART_OF, … another.',
    whenRead: 'Those that touch hidden content are left out.',
    whenWritten: 'It cannot be related to itself, nor be a part of its own part.',
  })
  relationships!: PartyRelationship[];

  @Field(() => [PartyRelationship], {
    description:
      'Relationships in which this party is the object: another is MEMBER_OF, PART_OF, … it. Those that touch hidden content are left out.',
  })
  readonly inverseRelationships!: PartyRelationship[];

  @Field(() => StatementConnection, {
    description:
      'Statements attributed to this party, each once, in any role or in the one that is named. Default order: the newest first.',
  })
  readonly statements!: Relation<StatementConnection>;

  @Field(() => AssertionConnection, {
    description:
      'What this party is recorded as saying: the assertions of which it is the speaker, by default by statement (the newest first) and position.',
  })
  readonly assertions!: Relation<AssertionConnection>;

  @Field(() => AllegationConnection, {
    description:
      'Allegations that concern this party, each once, in any role or in the one that is named. Default order: the most recent events first.',
  })
  readonly allegations!: Relation<AllegationConnection>;

  @Field(() => [PartyDistinction], {
    description:
      'Parties that it was said not to be the same as, the latest first, with what was taken back. EDITOR only: another token gets FORBIDDEN, and none UNAUTHENTICATED, whether there is anything or not.',
  })
  readonly distinctions!: PartyDistinction[];

  @Field(() => [PossibleDuplicate], {
    description:
      'Parties that may be the same, the most alike first: those with a name like one of its first ten, in any script, but for EPITHETs and for parties that are marked as distinct from it. EDITOR only: another token gets FORBIDDEN, and none UNAUTHENTICATED.',
  })
  readonly possibleDuplicates!: PossibleDuplicate[];
}
