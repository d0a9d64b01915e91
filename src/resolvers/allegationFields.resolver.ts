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
        'Counts only what may have been said or ruled by this day. What has no date has that of its statement; what has none there either counts always. Default: everything counts.',
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
