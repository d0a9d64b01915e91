import type { PartyDistinction } from '../../database/generated/client';
import type { Compiler } from '../compiler';
import type { FieldUse } from '../fieldUse';
import { idsOfParty, partyId } from '../partyId';
import { type ReadType, columnsOf } from '../readType';
import { refuseReaders } from '../refuseReaders';
import { type Sql, sql } from '../sql';

const { column } = columnsOf<PartyDistinction>();

/** A view has each distinction from either side: `party_id` is not the same as `other_id`. */
export const partyDistinctionType: ReadType = {
  name: 'PartyDistinction',
  table: 'party_distinction_side',
  visible: () => sql`false`,
  hasNoChanges: true,
  fields: {
    id: column('id'),
    party: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${partyId(sql`${row}.other_id`)}`),
    at: column('at'),
    actor: column('actor'),
    actorId: column('actorId'),
    liftedAt: column('liftedAt'),
    liftedActor: column('liftedActor'),
    liftedActorId: column('liftedActorId'),
  },
};

/**
 * Party.distinctions: what a party is said not to be, the latest first. One from a party that was deleted is left out.
 *
 * @throws RequestError FORBIDDEN where a reader asks
 */
export function distinctions(party: Sql, use: FieldUse): Sql {
  refuseReaders(use);
  const other = use.compiler.rows('Party');
  return use.compiler.many(use, 'PartyDistinction', (row) => ({
    join: other.join(sql`${other}.id = ${partyId(sql`${row}.other_id`)}`),
    where: sql`${row}.party_id = any (${idsOfParty(party)})`,
    orderBy: sql`${row}.at desc, ${row}.id`,
  }));
}

/** That another party is not said, now, to be distinct from a party. */
export function notDistinct(party: Sql, otherId: Sql, compiler: Compiler): Sql {
  const said = compiler.rows('PartyDistinction');
  const held = said.from(sql`${said}.lifted_at is null and ${said}.party_id = any (${idsOfParty(party)})`);
  return sql`${otherId} <> all (array(select ${partyId(sql`${said}.other_id`)} ${held}))`;
}
