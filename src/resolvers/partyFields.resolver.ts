import { Arg, Args, FieldResolver, Resolver } from 'type-graphql';
import type { AllegationConnection } from '../models/allegationConnection.model';
import type { AssertionConnection } from '../models/assertionConnection.model';
import { AllegationRole, AttributionRole } from '../models/enums.model';
import { AllegationListArgs, AssertionListArgs, StatementListArgs } from '../models/listArgs';
import { Party } from '../models/party.model';
import { type PossibleDuplicate, PossibleDuplicatesArgs } from '../models/possibleDuplicate.model';
import type { StatementConnection } from '../models/statementConnection.model';
import { FromPlan } from './fromPlan';

/** The fields of parties that take arguments; the plan answers them with all the rest. */
@Resolver(() => Party)
export class PartyFieldsResolver {
  @FieldResolver()
  statements(
    @Arg('role', () => AttributionRole, {
      nullable: true,
      description: 'Only statements in which the party has this role.',
    })
    _role: AttributionRole | null,
    @Args(() => StatementListArgs) _list: StatementListArgs,
    @FromPlan() answer: StatementConnection,
  ): StatementConnection {
    return answer;
  }

  @FieldResolver()
  assertions(
    @Args(() => AssertionListArgs) _list: AssertionListArgs,
    @FromPlan() answer: AssertionConnection,
  ): AssertionConnection {
    return answer;
  }

  @FieldResolver()
  allegations(
    @Arg('role', () => AllegationRole, {
      nullable: true,
      description: 'Only allegations in which the party has this role.',
    })
    _role: AllegationRole | null,
    @Args(() => AllegationListArgs) _list: AllegationListArgs,
    @FromPlan() answer: AllegationConnection,
  ): AllegationConnection {
    return answer;
  }

  @FieldResolver()
  possibleDuplicates(
    @Args(() => PossibleDuplicatesArgs) _args: PossibleDuplicatesArgs,
    @FromPlan() answer: PossibleDuplicate[],
  ): PossibleDuplicate[] {
    return answer;
  }
}
