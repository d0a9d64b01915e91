import { InputType } from 'type-graphql';
import { AllegationWhereInput } from './allegationWhere.input';
import { AssertionWhereInput } from './assertionWhere.input';
import { FindingWhereInput } from './findingWhere.input';
import { ListFilter } from './listFilter.input';
import { StatementWhereInput } from './statementWhere.input';

/** Conditions on related allegations. */
@InputType({
  description:
    'Conditions on related allegations, all of which must hold; without any, everything matches. Hidden allegations count as not there. Null is refused.',
})
export class AllegationListFilter extends ListFilter(() => AllegationWhereInput, 'allegations') {}

/** Conditions on related assertions. */
@InputType({
  description:
    'Conditions on related assertions, all of which must hold; without any, everything matches. Hidden assertions count as not there. Null is refused.',
})
export class AssertionListFilter extends ListFilter(() => AssertionWhereInput, 'assertions') {}

/** Conditions on related findings. */
@InputType({
  description:
    'Conditions on related findings, all of which must hold; without any, everything matches. Hidden findings count as not there. Null is refused.',
})
export class FindingListFilter extends ListFilter(() => FindingWhereInput, 'findings') {}

/** Conditions on related statements. */
@InputType({
  description:
    'Conditions on related statements, all of which must hold; without any, everything matches. Hidden statements count as not there. Null is refused.',
})
export class StatementListFilter extends ListFilter(() => StatementWhereInput, 'statements') {}
