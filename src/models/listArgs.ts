import { ArgsType, type ClassType, Field, Int } from 'type-graphql';
import { AllegationWhereInput } from './inputs/allegationWhere.input';
import { AssertionWhereInput } from './inputs/assertionWhere.input';
import {
  AllegationOrderByInput,
  AssertionOrderByInput,
  PartyOrderByInput,
  StatementOrderByInput,
} from './inputs/orderBy.input';
import { PartyWhereInput } from './inputs/partyWhere.input';
import { StatementWhereInput } from './inputs/statementWhere.input';

/**
 * The base of the arguments of a list: filter, order, page.
 *
 * @param where the filter of the list's members
 * @param orderBy their orders
 */
function ListArgs<W extends object, O extends object>(where: ClassType<W>, orderBy: ClassType<O>) {
  @ArgsType()
  abstract class ListArgs {
    @Field(() => where, {
      nullable: true,
      description: 'Which members of the list are meant; null, an empty filter or none means all.',
    })
    where?: W | null;

    @Field(() => [orderBy], {
      nullable: true,
      description:
        'In which order: by the first item, then by the next. An empty list or none means the order of the list itself.',
    })
    orderBy?: O[] | null;

    @Field(() => Int, {
      nullable: true,
      description:
        'How many to answer from the start, or from `after`: 0 to 100, and 20 where neither `first` nor `last` is given. Anything else is refused, and so is `first` together with `last`.',
    })
    first?: number | null;

    @Field(() => String, {
      nullable: true,
      description: 'Only what comes after this cursor. A cursor of a list of another type or order is refused.',
    })
    after?: string | null;

    @Field(() => Int, {
      nullable: true,
      description:
        'How many to answer from the end, or from `before` backwards, still in the order of the list: 0 to 100.',
    })
    last?: number | null;

    @Field(() => String, {
      nullable: true,
      description: 'Only what comes before this cursor. A cursor of a list of another type or order is refused.',
    })
    before?: string | null;
  }
  return ListArgs;
}

/** The arguments of a list of parties. */
@ArgsType()
export class PartyListArgs extends ListArgs(PartyWhereInput, PartyOrderByInput) {}

/** The arguments of a list of statements. */
@ArgsType()
export class StatementListArgs extends ListArgs(StatementWhereInput, StatementOrderByInput) {}

/** The arguments of a list of allegations. */
@ArgsType()
export class AllegationListArgs extends ListArgs(AllegationWhereInput, AllegationOrderByInput) {}

/** The arguments of a list of assertions. */
@ArgsType()
export class AssertionListArgs extends ListArgs(AssertionWhereInput, AssertionOrderByInput) {}
