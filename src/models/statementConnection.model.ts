import { Field, ObjectType } from 'type-graphql';
import { Connection, Edge, FACETS } from './connection.model';
import { FacetBucket } from './facetBucket.model';
import { Statement } from './statement.model';

/** A statement in a list, with its cursor. */
@ObjectType({
  simpleResolvers: true,
  description: 'A statement in a list, with its cursor (Relay Cursor Connections).',
})
class StatementEdge extends Edge(() => Statement) {}

/** A page of a list of statements. */
@ObjectType({ simpleResolvers: true, description: 'A page of a list of statements (Relay Cursor Connections).' })
export class StatementConnection extends Connection(
  () => StatementEdge,
  () => Statement,
) {
  @Field(() => [FacetBucket], { description: FACETS })
  facets!: FacetBucket[];
}
