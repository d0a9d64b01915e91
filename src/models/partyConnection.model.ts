import { Field, ObjectType } from 'type-graphql';
import { Connection, Edge, FACETS } from './connection.model';
import { FacetBucket } from './facetBucket.model';
import { Party } from './party.model';

/** A party in a list, with its cursor. */
@ObjectType({ simpleResolvers: true, description: 'A party in a list, with its cursor (Relay Cursor Connections).' })
class PartyEdge extends Edge(() => Party) {}

/** A page of a list of parties. */
@ObjectType({ simpleResolvers: true, description: 'A page of a list of parties (Relay Cursor Connections).' })
export class PartyConnection extends Connection(
  () => PartyEdge,
  () => Party,
) {
  @Field(() => [FacetBucket], { description: FACETS })
  facets!: FacetBucket[];
}
