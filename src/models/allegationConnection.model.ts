import { Field, ObjectType } from 'type-graphql';
import { Allegation } from './allegation.model';
import { Connection, Edge, FACETS } from './connection.model';
import { FacetBucket } from './facetBucket.model';

/** An allegation in a list, with its cursor. */
@ObjectType({
  simpleResolvers: true,
  description: 'An allegation in a list, with its cursor (Relay Cursor Connections).',
})
class AllegationEdge extends Edge(() => Allegation) {}

/** A page of a list of allegations. */
@ObjectType({ simpleResolvers: true, description: 'A page of a list of allegations (Relay Cursor Connections).' })
export class AllegationConnection extends Connection(
  () => AllegationEdge,
  () => Allegation,
) {
  @Field(() => [FacetBucket], { description: FACETS })
  facets!: FacetBucket[];
}
