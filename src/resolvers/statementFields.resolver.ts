import { Args, FieldResolver, Resolver } from 'type-graphql';
import type { AllegationConnection } from '../models/allegationConnection.model';
import type { AssertionConnection } from '../models/assertionConnection.model';
import { AllegationListArgs, AssertionListArgs } from '../models/listArgs';
import { Statement } from '../models/statement.model';
import { FromPlan } from './fromPlan';

/** The fields of statements that take arguments; the plan answers them with all the rest. */
@Resolver(() => Statement)
export class StatementFieldsResolver {
  @FieldResolver()
  assertions(
    @Args(() => AssertionListArgs) _list: AssertionListArgs,
    @FromPlan() answer: AssertionConnection,
  ): AssertionConnection {
    return answer;
  }

  @FieldResolver()
  allegations(
    @Args(() => AllegationListArgs) _list: AllegationListArgs,
    @FromPlan() answer: AllegationConnection,
  ): AllegationConnection {
    return answer;
  }
}
