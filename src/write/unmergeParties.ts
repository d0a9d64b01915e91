import { lockIdentities } from '../store/locks';
import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';
import type { CreatePartyInput, UnmergePartiesInput } from '../models/inputs/partyWrite.input';
import type { UnmergeRemainder } from '../models/unmergeRemainder.model';
import { asMergeAct } from './mergeAct';
import { type Merge, readMerge } from './readMerge';
import { checkedId } from './references';
import { refuseChangedSight } from './refuseChangedSight';
import { remakeSaid } from './remakeSaid';
import { restoreFields } from './restoreFields';
import { setAsBefore } from './setAsBefore';
import { withoutMissing } from './withoutMissing';
import { createParty, updateParty } from './writeParty';

/** What a merge that was taken back left. */
export interface Unmerged {
  /** Ids of the parties that are on their own again, the one that was named first. */
  readonly parties: readonly string[];
  readonly remaining: readonly UnmergeRemainder[];
}

/**
 * Takes back the merge by which a party became a part of another, with all the parties of that merge: each is again what it was
 * before, under its id and slug, and what named it names it again. A field that was changed since stays as it is.
 *
 * @throws RequestError BAD_USER_INPUT, NOT_FOUND, or CONFLICT where the merge cannot be taken back as things are, or what readers
 *   see would change without a word in the input
 */
export async function unmergeParties(sql: Sql, input: UnmergePartiesInput): Promise<Unmerged> {
  await lockIdentities(sql);
  const id = checkedId(input.id, 'input.id');
  const merge = await readMerge(sql, id);
  const consents = input.changeVisibility === true;
  try {
    const remaining = await asMergeAct(sql, 'UNMERGE', merge.id, () => unmerge(sql, merge, consents));
    return { parties: [id, ...merge.parties.map((party) => party.id).filter((each) => each !== id)], remaining };
  } catch (error) {
    throw toldOfUnmerge(error);
  }
}

async function unmerge(sql: Sql, merge: Merge, consents: boolean): Promise<UnmergeRemainder[]> {
  if (!consents) await refuseChangedSight(sql, merge);
  const remaining: UnmergeRemainder[] = [];
  await sql.run('DELETE FROM party_redirect WHERE merge_id = $1::uuid', [merge.id]);
  for (const { id, snapshot } of merge.parties) {
    await createParty(sql, { ...snapshot, names: [], relationships: [] }, id);
  }
  for (const { id, snapshot } of merge.parties) {
    const lists: Pick<CreatePartyInput, 'names' | 'relationships'> = {};
    for (const field of ['names', 'relationships'] as const) {
      const { value, isWhole } = await withoutMissing(sql, snapshot[field]);
      if (!isWhole) remaining.push({ type: 'PARTY', id, field, reason: 'NAMES_DELETED' });
      Object.assign(lists, { [field]: value });
    }
    await updateParty(sql, { id, version: 1, ...lists });
  }
  const said = await remakeSaid(sql, merge.id, consents);
  remaining.push(...said.remaining, ...(await restoreFields(sql, merge.id)));
  remaining.push(...(await said.answer()));
  for (const { id } of merge.parties) await setAsBefore(sql, 'party', id);
  await leadBack(sql, merge);
  return remaining;
}

/** What had been merged into one of the parties before leads to that one again. */
async function leadBack(sql: Sql, { into, parties }: Merge): Promise<void> {
  await sql.run(
    `WITH RECURSIVE earlier (id, leads_to) AS (
       SELECT id, merged_into_id FROM party_redirect WHERE merged_into_id = ANY ($1::uuid[])
       UNION SELECT r.id, e.leads_to FROM earlier e JOIN party_redirect r ON r.merged_into_id = e.id
     ) UPDATE party_redirect r SET into_id = e.leads_to FROM earlier e WHERE r.id = e.id AND r.into_id = $2::uuid`,
    [parties.map(({ id }) => id), into],
  );
}

/** A rule that what was before would break now: the merge stays. */
function toldOfUnmerge(error: unknown): unknown {
  if (!(error instanceof RequestError) || error.extensions.field === 'input.id') return error;
  const { code: _code, field, ...extensions } = error.extensions;
  if (field === 'input.changeVisibility') return error;
  const message = `What was before the merge cannot be again as things are: ${error.message.replaceAll('input.', '')}`;
  return new RequestError(ErrorCode.CONFLICT, message, { ...extensions, field: 'input.id', cause: error });
}
