import fc from 'fast-check';
import * as any from './arbitraries';
import type { DossierText } from '../plain/dossierText';
import type { ImportInput } from '../plain/plainModel';
import { mended } from './mendedDossier';
import { type PlainStore, bodyOfSlug } from '../plain/plainStore';

/** A key that is named in a dossier: the n-th of those that are stored or listed, or one of nothing. */
type KeyPick = number;
const keyPick: fc.Arbitrary<KeyPick> = fc.oneof(
  { arbitrary: fc.nat(7), weight: 80 },
  { arbitrary: fc.constant(99), weight: 1 },
);

const party = fc.record(
  {
    key: any.key,
    kind: fc.constantFrom('PERSON', 'ORGANIZATION'),
    name: any.cleanLine,
    description: any.cleanLine,
    names: any.few(
      fc.record({ name: any.cleanLine, kind: fc.constantFrom('ALIAS', 'EPITHET'), usedBy: any.optional(keyPick) }),
    ),
    identifiers: any.few(fc.record({ scheme: fc.constant('register'), value: fc.constantFrom('1', '2', '3', '4') })),
    relationships: any.few(
      fc.record({
        kind: fc.constantFrom('PART_OF', 'MEMBER_OF'),
        party: keyPick,
        title: any.optional(any.cleanLine),
        validFrom: any.optional(fc.constantFrom('2003', '1999/..')),
        assertedIn: any.optional(keyPick),
      }),
    ),
    state: any.state,
  },
  { requiredKeys: ['key', 'kind', 'name'] },
);

const roles = (...names: [string, ...string[]]): fc.Arbitrary<{ party: KeyPick; role: string }[]> =>
  any.few(fc.record({ party: keyPick, role: fc.constantFrom(...names) }));

const statement = fc.record(
  {
    key: any.key,
    kind: fc.constantFrom('POST', 'LETTER'),
    title: any.cleanLine,
    subtitle: any.cleanLine,
    body: fc.oneof(any.body, any.edit),
    issuedOn: fc.constantFrom('2014-02', '2003'),
    attributions: roles('ISSUER', 'AUTHOR'),
    sources: any.few(fc.record({ title: any.optional(any.cleanLine), publisher: any.optional(keyPick) })),
    cites: any.few(keyPick),
    state: any.state,
  },
  { requiredKeys: ['key', 'kind', 'title', 'attributions'] },
);

const assertion = fc.record(
  {
    statement: keyPick,
    speaker: keyPick,
    stance: fc.constantFrom('ALLEGES', 'DENIES'),
    mode: fc.constantFrom('DIRECT', 'INDIRECT'),
    via: any.few(keyPick),
    quote: any.quoting,
    ref: fc.constantFrom('one', 'two'),
    inResponseTo: fc.constantFrom('one', 'two'),
    state: any.state,
  },
  { requiredKeys: ['statement', 'speaker', 'stance'] },
);

const finding = fc.record(
  {
    body: keyPick,
    verdict: fc.constantFrom('UPHELD', 'REJECTED'),
    statement: keyPick,
    ratingText: any.cleanLine,
    ruledOn: fc.constantFrom('2014-02', '2003'),
    quote: any.quoting,
    state: any.state,
  },
  { requiredKeys: ['body', 'verdict'] },
);

const allegation = fc.record(
  {
    key: any.key,
    summary: any.cleanLine,
    place: any.cleanLine,
    parties: roles('ACCUSED', 'AFFECTED'),
    counters: any.few(keyPick),
    assertions: any.few(assertion),
    findings: fc.array(finding, { maxLength: 2 }),
    state: any.state,
  },
  { requiredKeys: ['key', 'summary', 'parties'] },
);

const listOf = <T extends { key: string }>(entry: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof(
    { arbitrary: fc.uniqueArray(entry, { maxLength: 3, selector: ({ key }) => key }), weight: 20 },
    { arbitrary: any.few(entry), weight: 1 },
  );

const picked = fc.record(
  { prune: fc.boolean(), parties: listOf(party), statements: listOf(statement), allegations: listOf(allegation) },
  { requiredKeys: [] },
);

type PickedDossier = typeof picked extends fc.Arbitrary<infer Dossier> ? Dossier : never;

/** A dossier to import, which names what there is when its turn comes. */
export const dossierImport: fc.Arbitrary<(store: PlainStore) => ImportInput> = fc
  .record({
    dossier: picked,
    isCareless: fc.nat(5).map((n) => n === 5),
    state: any.optional(any.state),
    dryRun: fc.constantFrom(undefined, undefined, undefined, undefined, false, true),
  })
  .map(({ dossier, isCareless, state, dryRun }) => (store) => ({
    dossier: isCareless ? withKeys(store, dossier) : mended(store, withKeys(store, dossier)),
    ...(state !== undefined && { state }),
    ...(dryRun !== undefined && { dryRun }),
  }));

function withKeys(store: PlainStore, { prune, ...lists }: PickedDossier): DossierText {
  const keysOf = (type: string, listed: readonly { key: string }[] = []): string[] => [
    ...listed.map(({ key }) => key),
    ...[...store.nodes.values()].flatMap((node) =>
      node.type === type && 'slug' in node.content ? [node.content.slug] : [],
    ),
  ];
  const keys = {
    PARTY: keysOf('PARTY', lists.parties),
    STATEMENT: keysOf('STATEMENT', lists.statements),
    ALLEGATION: keysOf('ALLEGATION', lists.allegations),
  };
  const statements = lists.statements?.map((entry) => {
    const was = bodyOfSlug(store, entry.key);
    const { body, ...others } = entry;
    // An edit of nothing is a text of its own.
    return {
      ...others,
      ...(body !== undefined && { body: typeof body === 'string' ? body : any.edited(was ?? 'Body. ', body) }),
    };
  });
  const bodyOf = (key: string): string =>
    statements?.find((entry) => entry.key === key)?.body ?? bodyOfSlug(store, key) ?? '';
  const replaced = named({ ...lists, ...(statements && { statements }) }, keys, bodyOf);
  return { format: 'dossier/1', ...(prune !== undefined && { prune }), ...(replaced as object) };
}

const NAMED = {
  party: 'PARTY',
  usedBy: 'PARTY',
  publisher: 'PARTY',
  speaker: 'PARTY',
  body: 'PARTY',
  via: 'PARTY',
  assertedIn: 'STATEMENT',
  statement: 'STATEMENT',
  cites: 'STATEMENT',
  counters: 'ALLEGATION',
} as const;

/** Puts keys in the place of picks, and quotations out of the bodies of the statements that are named beside them. */
function named(
  value: unknown,
  keys: Record<string, readonly string[]>,
  bodyOf: (key: string) => string,
  field = '',
): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, keys, bodyOf, field));
  if (typeof value === 'object' && value !== null) {
    const { quote, ...others } = value as { quote?: any.Quoting };
    const entries = Object.entries(others).map(([name, part]) => [name, named(part, keys, bodyOf, name)] as const);
    const replaced = Object.fromEntries(entries) as { statement?: string };
    return quote === undefined || replaced.statement === undefined
      ? replaced
      : { ...replaced, quote: any.quoteIn(bodyOf(replaced.statement ?? ''), quote) };
  }
  if (typeof value !== 'number') return value;
  const all = keys[NAMED[field as keyof typeof NAMED]] ?? [];
  return (value === 99 ? undefined : all[value % all.length]) ?? 'nowhere';
}
