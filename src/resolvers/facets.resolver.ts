import { Args, FieldResolver, Resolver } from 'type-graphql';
import { AllegationConnection } from '../models/allegationConnection.model';
import { AssertionConnection } from '../models/assertionConnection.model';
import { AllegationFacetArgs, AssertionFacetArgs, PartyFacetArgs, StatementFacetArgs } from '../models/facetArgs';
import type { FacetBucket } from '../models/facetBucket.model';
import { PartyConnection } from '../models/partyConnection.model';
import { StatementConnection } from '../models/statementConnection.model';
import { FromPlan } from './fromPlan';

/** The counts of a list of parties. */
@Resolver(() => PartyConnection)
export class PartyFacetsResolver {
  @FieldResolver()
  facets(@Args(() => PartyFacetArgs) _facet: PartyFacetArgs, @FromPlan() answer: FacetBucket[]): FacetBucket[] {
    return answer;
  }
}

/** The counts of a list of statements. */
@Resolver(() => StatementConnection)
export class StatementFacetsResolver {
  @FieldResolver()
  facets(@Args(() => StatementFacetArgs) _facet: StatementFacetArgs, @FromPlan() answer: FacetBucket[]): FacetBucket[] {
    return answer;
  }
}

/** The counts of a list of allegations. */
@Resolver(() => AllegationConnection)
export class AllegationFacetsResolver {
  @FieldResolver()
  facets(
    @Args(() => AllegationFacetArgs) _facet: AllegationFacetArgs,
    @FromPlan() answer: FacetBucket[],
  ): FacetBucket[] {
    return answer;
  }
}

/** The counts of a list of assertions. */
@Resolver(() => AssertionConnection)
export class AssertionFacetsResolver {
  @FieldResolver()
  facets(@Args(() => AssertionFacetArgs) _facet: AssertionFacetArgs, @FromPlan() answer: FacetBucket[]): FacetBucket[] {
    return answer;
  }
}
