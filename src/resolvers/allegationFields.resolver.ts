import { Arg, Args, FieldResolver, Resolver } from 'type-graphql';
import { Allegation } from '../models/allegation.model';
import type { AssertionConnection } from '../models/assertionConnection.model';
import { type AllegationStanding } from '../models/enums.model';
import { AssertionListArgs } from '../models/listArgs';
import { DateScalar } from '../models/scalars/date.scalar';
import { FromPlan } from './fromPlan';

/** The fields of allegations that take arguments; the plan answers them with all the rest. */
@Resolver(() => Allegation)
export class AllegationFieldsResolver {
  @FieldResolver()
  standing(
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description:
        'Counts only what was said or ruled by this day, at the latest; what has no date counts always. Left out, everything counts.',
    })
    _asOf: string | null,
    @FromPlan() answer: AllegationStanding,
  ): AllegationStanding {
    return answer;
  }

  @FieldResolver()
  assertions(
    @Args(() => AssertionListArgs) _list: AssertionListArgs,
    @FromPlan() answer: AssertionConnection,
  ): AssertionConnection {
    return answer;
  }
}
