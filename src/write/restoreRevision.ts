import type { ChangedType } from '../database/generated/enums';
import { lockObject } from '../store/locks';
import type { Sql } from '../store/sql';
import type { Anchor } from '../lib/anchor';
import { ErrorCode, RequestError } from '../lib/errors';
import type { RestoreRevisionInput } from '../models/inputs/nodeWrite.input';
import { badInput } from './inputReader';
import { checkedId } from './references';
import { restoredQuote } from './restoredQuote';
import { createAllegation, updateAllegation } from './writeAllegation';
import { createAssertion, updateAssertion } from './writeAssertion';
import { createFinding, updateFinding } from './writeFinding';
import { createParty, updateParty } from './writeParty';
import { createStatement, updateStatement } from './writeStatement';

/** A node as a revision keeps it, by the names of the inputs' fields. */
interface Snapshot {
  readonly statement?: string | null;
  readonly anchor?: Anchor | null;
  readonly [field: string]: unknown;
}

interface Revision {
  readonly type: ChangedType;
  readonly nodeId: string;
  readonly snapshot: Snapshot | null;
}

/** How a type is made again, and brought back. What a snapshot says fits the inputs, since it is written by their names. */
interface Restoring {
  readonly table: string;
  readonly create: (sql: Sql, snapshot: never, id: string) => Promise<string>;
  readonly update: (sql: Sql, snapshot: never) => Promise<string>;
  /** What an update cannot change: it has to be as it was. */
  readonly fixed?: Readonly<Record<string, string>>;
}

const SAID = { allegation: 'allegation_id', statement: 'statement_id' };

const RESTORING: Readonly<Record<ChangedType, Restoring>> = {
  PARTY: { table: 'party', create: createParty, update: updateParty },
  STATEMENT: { table: 'statement', create: createStatement, update: updateStatement },
  ALLEGATION: { table: 'allegation', create: createAllegation, update: updateAllegation },
  ASSERTION: { table: 'assertion', create: createAssertion, update: updateAssertion, fixed: SAID },
  FINDING: { table: 'finding', create: createFinding, update: updateFinding, fixed: { ...SAID, body: 'body_id' } },
};

/**
 * Makes an object what it was after a revision, by the rules of an update; one that was deleted is made again with its id, as a
 * DRAFT. Returns its id.
 *
 * @throws RequestError BAD_USER_INPUT, NOT_FOUND or CONFLICT; see {@link toldOfRevision} for faults of what the revision says
 */
export async function restoreRevision(sql: Sql, input: RestoreRevisionInput): Promise<string> {
  const { type, nodeId, snapshot } = await readRevision(sql, checkedId(input.id, 'input.id'));
  if (snapshot === null) throw badInput('input.id', 'is a deletion: name the revision before it');
  const restoring = RESTORING[type];
  // Two that restore a deleted object would both make it.
  await lockObject(sql, nodeId);
  const restored = await withQuote(sql, snapshot);
  if (!(await isThere(sql, restoring.table, nodeId))) {
    await refuseGone(sql, nodeId, input);
    return makeAgain(sql, restoring, nodeId, restored);
  }
  const { version } = input;
  if (version == null) throw badInput('input.version', 'is missing: give the version of the object that you have read');
  await refuseElsewhere(sql, restoring, nodeId, snapshot);
  return restoring.update(sql, { ...restored, id: nodeId, version } as never);
}

async function readRevision(sql: Sql, id: string): Promise<Revision> {
  const [revision] = await sql.rows<Revision>(
    `SELECT node_type::text AS type, node_id::text AS "nodeId", snapshot FROM revision WHERE id = $1::uuid`,
    [id],
  );
  if (revision) return revision;
  throw new RequestError(ErrorCode.NOT_FOUND, `input.id names nothing: no revision has the id ${id}.`, {
    field: 'input.id',
  });
}

async function isThere(sql: Sql, table: string, id: string): Promise<boolean> {
  return (await sql.rows(`SELECT 1 AS one FROM ${table} WHERE id = $1::uuid`, [id])).length > 0;
}

/** Refuses to make again what somebody takes to be there, and what lives on in another party. */
async function refuseGone(sql: Sql, nodeId: string, { version }: RestoreRevisionInput): Promise<void> {
  const [merged] = await sql.rows<{ into: string }>(
    'SELECT into_id::text AS into FROM party_redirect WHERE id = $1::uuid',
    [nodeId],
  );
  if (merged) {
    const message = `The party was merged into ${merged.into}, and its id leads there: restore or change that one.`;
    throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.id' });
  }
  if (version == null) return;
  const message = 'The object was deleted since you have read it: leave out its version to make it again.';
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.version' });
}

async function makeAgain(sql: Sql, { table, create }: Restoring, id: string, snapshot: object): Promise<string> {
  await create(sql, { ...snapshot, state: 'DRAFT' } as never, id);
  // Its versions go on, so that nobody who has read one of before can take it for one of now.
  await sql.run(`UPDATE ${table} SET version = last_version_of(id) + 1 WHERE id = $1::uuid`, [id]);
  return id;
}

/** Refuses where the object has been moved to others than those that it was recorded with, which no update does. */
async function refuseElsewhere(
  sql: Sql,
  { table, fixed = {} }: Restoring,
  id: string,
  snapshot: Snapshot,
): Promise<void> {
  for (const [field, column] of Object.entries(fixed)) {
    const [same] = await sql.rows<{ same: boolean }>(
      `SELECT ${column} IS NOT DISTINCT FROM coalesce((SELECT into_id FROM party_redirect WHERE id = $2::uuid), $2::uuid) AS same
         FROM ${table} WHERE id = $1::uuid`,
      [id, snapshot[field]],
    );
    if (same?.same === false) {
      throw badInput('input.id', `is of a time when the ${table} had another ${field}: record it there as a new one`);
    }
  }
}

/** The snapshot with its quotation as an input has it, by the words that find it in the statement as it is now. */
async function withQuote(sql: Sql, snapshot: Snapshot): Promise<object> {
  const { anchor, statement } = snapshot;
  if (anchor === undefined) return snapshot;
  if (anchor === null) return { ...snapshot, quote: null };
  const [row] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE id = $1::uuid', [statement]);
  return { ...snapshot, quote: restoredQuote(row?.body ?? '', anchor) };
}

/**
 * The faults of a restoration: what is wrong with a field of the revision is told as a fault of input.id, with the field's place
 * in extensions.revisionField.
 */
export function toldOfRevision(error: unknown): unknown {
  if (!(error instanceof RequestError)) return error;
  const { code: _code, field, ...extensions } = error.extensions;
  if (typeof field !== 'string' || field === 'input.id' || field === 'input.version') return error;
  const message = `What the revision says cannot be restored: ${error.message.replaceAll('input.', '')}`;
  const revisionField = field.replace('input.', '');
  return new RequestError(error.code, message, { ...extensions, field: 'input.id', revisionField, cause: error });
}
