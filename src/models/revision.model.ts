import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Connection, Edge } from './connection.model';
import { ChangeKind, RevisionCause } from './enums.model';
import { DateTimeScalar } from './scalars/dateTime.scalar';
import { JSONScalar } from './scalars/json.scalar';

/** What one transaction did to one node; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    "What one transaction did to one object and its lists. Fields have the names that inputs have; other objects are named by their ids, dates are EDTF, and the place of a quotation is its anchor. What follows from other content, such as an allegation's standing, isn't part of it.",
})
class Revision {
  @Field(() => ID, { description: 'Names the revision, for `restoreRevision`.' })
  id!: string;

  @Field(() => Int, {
    description: 'The version that the object had then; of a deletion, the last one that it had before.',
  })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'When it was stored.' })
  at!: string;

  @Field(() => String, {
    description:
      'Who did it, to read: the name of a token or of a person, `command:` and a command of the command line, such as `command:import`, `migration` for what was there before histories were kept, or `database:` and a user of PostgreSQL. Several may have the same name: actorId says who it was.',
  })
  actor!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Who it was, which nobody else can be: `token:` and the id of the API token, `oidc:` with the issuer of a JWT, a space and its subject, `command:` and a command, or `database:` and the user of PostgreSQL who ran plain SQL. Null in revisions that are older than this field.',
  })
  actorId!: string | null;

  @Field(() => ChangeKind, { description: 'What was done.' })
  kind!: ChangeKind;

  @Field(() => RevisionCause, {
    nullable: true,
    description: 'What it is a part of: a merge of parties, or one that was taken back; null for any other change.',
  })
  cause!: RevisionCause | null;

  @Field(() => JSONScalar, {
    nullable: true,
    description:
      'The fields that changed, as they were before; all fields where the object was deleted, and null where it was created.',
  })
  before!: Record<string, unknown> | null;

  @Field(() => JSONScalar, {
    nullable: true,
    description:
      'The fields that changed, as they were afterwards; all fields where the object was created, and null where it was deleted.',
  })
  after!: Record<string, unknown> | null;
}

/** A revision in a history, with its cursor. */
@ObjectType({
  simpleResolvers: true,
  description: 'A revision in a history, with its cursor (Relay Cursor Connections).',
})
class RevisionEdge extends Edge(() => Revision) {}

/** A page of a history. */
@ObjectType({ simpleResolvers: true, description: 'A page of a history, the newest first (Relay Cursor Connections).' })
export class RevisionConnection extends Connection(
  () => RevisionEdge,
  () => Revision,
) {}
