import { ArgsType, Field, Int } from 'type-graphql';
import { AllegationFacet, AssertionFacet, PartyFacet, StatementFacet } from './enums.model';

/**
 * The base of the arguments of a connection's counts.
 *
 * @param facets what its objects can be counted by
 */
function FacetArgs<T extends Record<string, string>>(facets: T) {
  @ArgsType()
  abstract class FacetArgs {
    @Field(() => facets, { description: 'The property to count by.' })
    by!: T[keyof T];

    @Field(() => Int, {
      nullable: true,
      description: 'How many buckets to answer, the largest: 1 to 100. Default: 20. Anything else is refused.',
    })
    first?: number | null;
  }
  return FacetArgs;
}

/** The arguments of the counts of parties. */
@ArgsType()
export class PartyFacetArgs extends FacetArgs(PartyFacet) {}

/** The arguments of the counts of statements. */
@ArgsType()
export class StatementFacetArgs extends FacetArgs(StatementFacet) {}

/** The arguments of the counts of allegations. */
@ArgsType()
export class AllegationFacetArgs extends FacetArgs(AllegationFacet) {}

/** The arguments of the counts of assertions. */
@ArgsType()
export class AssertionFacetArgs extends FacetArgs(AssertionFacet) {}
