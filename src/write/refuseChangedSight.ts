import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Merge } from './readMerge';

/**
 * Refuses an unmerge that would show readers what they do not see now, or hide from them what they do: where a party had another
 * publication than the one that it is a part of has today, or names that this one has lost since.
 *
 * @throws RequestError CONFLICT that says what would become public, or hidden
 */
export async function refuseChangedSight(sql: Sql, { into, parties }: Merge): Promise<void> {
  const [whole] = await sql.rows<{ state: string; names: string[] }>(
    `SELECT p.state::text AS state, ARRAY(SELECT p.name UNION SELECT n.name FROM party_name n WHERE n.party_id = p.id) AS names
       FROM party p WHERE p.id = $1::uuid`,
    [into],
  );
  const isPublic = whole?.state === 'PUBLISHED';
  const known = new Set(isPublic ? whole.names : []);
  const namesOf = ({ snapshot }: Merge['parties'][number]): string[] => [
    snapshot.name,
    ...(snapshot.names ?? []).map(({ name }) => name),
  ];
  const shown = parties.flatMap((party) => {
    const names = party.snapshot.state === 'PUBLISHED' ? namesOf(party).filter((name) => !known.has(name)) : [];
    return names.length === 0 ? [] : [{ id: party.id, slug: party.snapshot.slug, names: [...new Set(names)] }];
  });
  if (shown.length > 0) throw refusal('becomesPublic', 'make public', shown);
  const hidden = parties.filter(({ snapshot }) => isPublic && snapshot.state !== 'PUBLISHED');
  if (hidden.length === 0) return;
  throw refusal(
    'becomesHidden',
    'hide from readers',
    hidden.map((party) => ({ id: party.id, slug: party.snapshot.slug, names: namesOf(party) })),
  );
}

interface Seen {
  readonly id: string;
  readonly slug: string;
  readonly names: readonly string[];
}

function refusal(kind: 'becomesPublic' | 'becomesHidden', change: string, parties: readonly Seen[]): RequestError {
  const named = parties.map(({ slug, names }) => `${slug} (${names.map((name) => `"${name}"`).join(', ')})`).join('; ');
  const message = `This would ${change}: ${named}, with what names it. Set changeVisibility to true if that is meant.`;
  return new RequestError(ErrorCode.CONFLICT, message, { field: 'input.changeVisibility', [kind]: { parties } });
}
