import type { Database } from '../database/database';
import type { Sql } from '../store/sql';
import type { Actor } from '../lib/actor';
import type { CreateAllegationInput, UpdateAllegationInput } from '../models/inputs/allegationWrite.input';
import type { CreateAssertionInput, UpdateAssertionInput } from '../models/inputs/assertionWrite.input';
import type { CreateFindingInput, UpdateFindingInput } from '../models/inputs/findingWrite.input';
import type { DeleteNodeInput, RestoreRevisionInput, SetPublicationStateInput } from '../models/inputs/nodeWrite.input';
import type {
  CreatePartyInput,
  MarkDistinctInput,
  MergePartiesInput,
  UnmarkDistinctInput,
  UnmergePartiesInput,
  UpdatePartyInput,
} from '../models/inputs/partyWrite.input';
import type { CreateStatementInput, UpdateStatementInput } from '../models/inputs/statementWrite.input';
import { deleteNode } from './deleteNode';
import { markDistinct, unmarkDistinct } from './markDistinct';
import { mergeParties } from './mergeParties';
import { onceByKey } from './onceByKey';
import { type ReadText, readText } from './readText';
import { restoreRevision, toldOfRevision } from './restoreRevision';
import { setPublicationState } from './setPublicationState';
import { type Unmerged, unmergeParties } from './unmergeParties';
import { createAllegation, updateAllegation } from './writeAllegation';
import { createAssertion, updateAssertion } from './writeAssertion';
import { createFinding, updateFinding } from './writeFinding';
import { createParty, updateParty } from './writeParty';
import { createStatement, updateStatement } from './writeStatement';
import { inJoinedTransaction, inLongTransaction, inTransaction, takenBack, type Work } from '../store/transaction';
import { refuseClash } from './refuseClash';

/** Writes what an input says. Returns the ids of what it wrote. */
type Write<Input, Ids> = (sql: Sql, input: Input) => Promise<Ids>;

/**
 * Writes what an actor asks for, each call in one transaction. Whether they may is asked before. Inputs are checked whole;
 * what is wrong is thrown as RequestError BAD_USER_INPUT, NOT_FOUND or CONFLICT, with the place in extensions.field.
 *
 * Every call takes the response key of its mutation, which tells the mutations of one operation apart where they share an
 * Idempotency-Key.
 */
export class Writer {
  /**
   * @param idempotencyKey the header of that name
   * @param joined the transaction that all calls are a part of, where they are no transactions of their own
   */
  constructor(
    private readonly database: Database,
    private readonly actor: Actor,
    private readonly idempotencyKey?: string,
    private readonly joined?: Sql,
  ) {}

  /**
   * Makes one transaction of all that is written in `work`: where it fails, nothing is stored. It may run more than once.
   *
   * @param work is given what writes in the transaction, and what reads in it
   */
  atomically<Result>(work: (writer: Writer, read: ReadText) => Promise<Result>): Promise<Result> {
    const { database, actor, idempotencyKey } = this;
    return inTransaction(database, actor, (sql) =>
      work(new Writer(database, actor, idempotencyKey, sql), (text, values) =>
        inJoinedTransaction(sql, () => readText(sql, text, values)),
      ),
    );
  }

  createParty(input: CreatePartyInput, place: string): Promise<string> {
    return this.write('createParty', createParty, input, place);
  }

  updateParty(input: UpdatePartyInput, place: string): Promise<string> {
    return this.write('updateParty', updateParty, input, place);
  }

  mergeParties(input: MergePartiesInput, place: string): Promise<string> {
    return this.write('mergeParties', mergeParties, input, place);
  }

  markDistinct(input: MarkDistinctInput, place: string): Promise<string[]> {
    return this.write('markDistinct', markDistinct, input, place);
  }

  unmarkDistinct(input: UnmarkDistinctInput, place: string): Promise<string[]> {
    return this.write('unmarkDistinct', unmarkDistinct, input, place);
  }

  unmergeParties(input: UnmergePartiesInput, place: string): Promise<Unmerged> {
    return this.write('unmergeParties', unmergeParties, input, place);
  }

  createStatement(input: CreateStatementInput, place: string): Promise<string> {
    return this.write('createStatement', createStatement, input, place);
  }

  updateStatement(input: UpdateStatementInput, place: string): Promise<string> {
    return this.write('updateStatement', updateStatement, input, place);
  }

  createAllegation(input: CreateAllegationInput, place: string): Promise<string> {
    return this.write('createAllegation', createAllegation, input, place);
  }

  updateAllegation(input: UpdateAllegationInput, place: string): Promise<string> {
    return this.write('updateAllegation', updateAllegation, input, place);
  }

  createAssertion(input: CreateAssertionInput, place: string): Promise<string> {
    return this.write('createAssertion', createAssertion, input, place);
  }

  updateAssertion(input: UpdateAssertionInput, place: string): Promise<string> {
    return this.write('updateAssertion', updateAssertion, input, place);
  }

  createFinding(input: CreateFindingInput, place: string): Promise<string> {
    return this.write('createFinding', createFinding, input, place);
  }

  updateFinding(input: UpdateFindingInput, place: string): Promise<string> {
    return this.write('updateFinding', updateFinding, input, place);
  }

  deleteNode(input: DeleteNodeInput, place: string): Promise<string> {
    return this.write('deleteNode', deleteNode, input, place);
  }

  setPublicationState(input: SetPublicationStateInput, place: string): Promise<string[]> {
    return this.write('setPublicationState', setPublicationState, input, place);
  }

  restoreRevision(input: RestoreRevisionInput, place: string): Promise<string> {
    return this.write('restoreRevision', restoreRevision, input, place).catch((error: unknown) => {
      throw toldOfRevision(error);
    });
  }

  /**
   * Does what takes longer than a mutation may.
   *
   * @param request what is asked for, and its input
   * @param options keep: whether the work is kept or, for a dry run, taken back; signal: ends it wherever it is
   */
  atLength<Answer>(
    request: readonly unknown[],
    place: string,
    { keep, signal }: { readonly keep: boolean; readonly signal: AbortSignal },
    work: Work<Answer>,
  ): Promise<Answer> {
    const { database, actor, joined } = this;
    const once = (sql: Sql): Promise<Answer> => this.once(sql, request, place, () => work(sql));
    const kept: Work<Answer> = keep ? once : (sql) => takenBack(sql, once);
    return joined === undefined
      ? inLongTransaction(database, { actor, signal }, kept)
      : inJoinedTransaction(joined, kept);
  }

  private write<Input, Ids>(name: string, store: Write<Input, Ids>, input: Input, place: string): Promise<Ids> {
    const work = (sql: Sql): Promise<Ids> =>
      this.once(sql, [name, input], place, () => refuseClash(() => store(sql, input)));
    return this.joined === undefined
      ? inTransaction(this.database, this.actor, work)
      : inJoinedTransaction(this.joined, work);
  }

  private once<Answer>(
    sql: Sql,
    request: readonly unknown[],
    place: string,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const { actor, idempotencyKey: key } = this;
    return key === undefined ? work() : onceByKey(sql, { actor, key, place, request }, work);
  }
}
