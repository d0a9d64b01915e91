import { Args, type ClassType, FieldResolver, Resolver } from 'type-graphql';
import { Allegation } from '../models/allegation.model';
import { Assertion } from '../models/assertion.model';
import { Finding } from '../models/finding.model';
import { HistoryArgs } from '../models/forwardPageArgs';
import { Party } from '../models/party.model';
import { RevisionConnection } from '../models/revision.model';
import { Statement } from '../models/statement.model';
import { FromPlan } from './fromPlan';

/** The history of a type of content. */
function HistoryFields(type: () => ClassType) {
  @Resolver(type)
  abstract class HistoryFieldsResolver {
    @FieldResolver(() => RevisionConnection, {
      description:
        'Every change of its content and of its lists, the newest first. EDITOR only: another token gets FORBIDDEN, and none UNAUTHENTICATED, whether there is anything or not.',
    })
    history(@Args(() => HistoryArgs) _page: HistoryArgs, @FromPlan() answer: RevisionConnection): RevisionConnection {
      return answer;
    }
  }
  return HistoryFieldsResolver;
}

/** The history of a party. */
@Resolver(() => Party)
export class PartyHistoryResolver extends HistoryFields(() => Party) {}

/** The history of a statement. */
@Resolver(() => Statement)
export class StatementHistoryResolver extends HistoryFields(() => Statement) {}

/** The history of an allegation. */
@Resolver(() => Allegation)
export class AllegationHistoryResolver extends HistoryFields(() => Allegation) {}

/** The history of an assertion. */
@Resolver(() => Assertion)
export class AssertionHistoryResolver extends HistoryFields(() => Assertion) {}

/** The history of a finding. */
@Resolver(() => Finding)
export class FindingHistoryResolver extends HistoryFields(() => Finding) {}
