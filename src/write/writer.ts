import type { Database } from '../database/database';
import type { Sql } from '../dossier/sql';
import type { ImportReport } from '../dossier/storeDossier';
import type { Actor } from '../lib/actor';
import type { CreateAllegationInput, UpdateAllegationInput } from '../models/inputs/allegationWrite.input';
import type { CreateAssertionInput, UpdateAssertionInput } from '../models/inputs/assertionWrite.input';
import type { CreateFindingInput, UpdateFindingInput } from '../models/inputs/findingWrite.input';
import type { ImportDossierInput } from '../models/inputs/importDossier.input';
import type { DeleteNodeInput, SetPublicationStateInput } from '../models/inputs/nodeWrite.input';
import type { CreatePartyInput, MergePartiesInput, UpdatePartyInput } from '../models/inputs/partyWrite.input';
import type { CreateStatementInput, UpdateStatementInput } from '../models/inputs/statementWrite.input';
import { deleteNode } from './deleteNode';
import { importDossierText } from './importDossierText';
import { mergeParties } from './mergeParties';
import { onceByKey } from './onceByKey';
import { setPublicationState } from './setPublicationState';
import { createAllegation, updateAllegation } from './writeAllegation';
import { createAssertion, updateAssertion } from './writeAssertion';
import { createFinding, updateFinding } from './writeFinding';
import { createParty, updateParty } from './writeParty';
import { createStatement, updateStatement } from './writeStatement';
import { inWriteTransaction } from './writeTransaction';

/** Stores something new. Returns its id. */
type Create<Input> = (sql: Sql, input: Input) => Promise<string>;

/**
 * Writes what an actor asks for, each call in one transaction. Whether they may is asked before. Inputs are checked whole;
 * what is wrong is thrown as RequestError BAD_USER_INPUT, NOT_FOUND or CONFLICT, with the place in extensions.field.
 */
export class Writer {
  /** @param idempotencyKey the header of that name */
  constructor(
    private readonly database: Database,
    private readonly actor: Actor,
    private readonly idempotencyKey: string | undefined,
  ) {}

  /** @param place the response key, which tells the creations of one operation apart where they share a key */
  createParty(input: CreatePartyInput, place: string): Promise<string> {
    return this.create('party', createParty, input, place);
  }

  updateParty(input: UpdatePartyInput): Promise<string> {
    return this.write((sql) => updateParty(sql, input));
  }

  mergeParties(input: MergePartiesInput): Promise<string> {
    return this.write((sql) => mergeParties(sql, input));
  }

  createStatement(input: CreateStatementInput, place: string): Promise<string> {
    return this.create('statement', createStatement, input, place);
  }

  updateStatement(input: UpdateStatementInput): Promise<string> {
    return this.write((sql) => updateStatement(sql, input));
  }

  createAllegation(input: CreateAllegationInput, place: string): Promise<string> {
    return this.create('allegation', createAllegation, input, place);
  }

  updateAllegation(input: UpdateAllegationInput): Promise<string> {
    return this.write((sql) => updateAllegation(sql, input));
  }

  createAssertion(input: CreateAssertionInput, place: string): Promise<string> {
    return this.create('assertion', createAssertion, input, place);
  }

  updateAssertion(input: UpdateAssertionInput): Promise<string> {
    return this.write((sql) => updateAssertion(sql, input));
  }

  createFinding(input: CreateFindingInput, place: string): Promise<string> {
    return this.create('finding', createFinding, input, place);
  }

  updateFinding(input: UpdateFindingInput): Promise<string> {
    return this.write((sql) => updateFinding(sql, input));
  }

  deleteNode(input: DeleteNodeInput): Promise<string> {
    return this.write((sql) => deleteNode(sql, input));
  }

  setPublicationState(input: SetPublicationStateInput): Promise<string[]> {
    return this.write((sql) => setPublicationState(sql, input));
  }

  importDossier(input: ImportDossierInput): Promise<ImportReport> {
    return importDossierText(this.database, input);
  }

  private write<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return inWriteTransaction(this.database.prisma, this.actor, work);
  }

  private create<Input>(type: string, store: Create<Input>, input: Input, place: string): Promise<string> {
    const { actor, idempotencyKey: key } = this;
    return this.write((sql) =>
      key === undefined
        ? store(sql, input)
        : onceByKey(sql, { actor, key, place, request: [type, input] }, () => store(sql, input)),
    );
  }
}
