import { Field, ObjectType } from 'type-graphql';
import { Assertion } from './assertion.model';
import { Connection, Edge, FACETS } from './connection.model';
import { FacetBucket } from './facetBucket.model';

/** An assertion in a list, with its cursor. */
@ObjectType({
  simpleResolvers: true,
  description: 'An assertion in a list, with its cursor (Relay Cursor Connections).',
})
class AssertionEdge extends Edge(() => Assertion) {}

/** A page of a list of assertions. */
@ObjectType({ simpleResolvers: true, description: 'A page of a list of assertions (Relay Cursor Connections).' })
export class AssertionConnection extends Connection(
  () => AssertionEdge,
  () => Assertion,
) {
  @Field(() => [FacetBucket], { description: FACETS })
  facets!: FacetBucket[];
}
