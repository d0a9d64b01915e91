import {
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
} from 'graphql';
import type { AnyNodeRow } from '../oracle/oracleRows';
import type { OracleStore } from '../oracle/oracleStore';
import { DRAFT_WORDS, OLD_SLUGS, RARE_NAME } from './draftWorld';

/** Whose text a filter is about: the field that has the filter. */
type About = string;
type Input = GraphQLArgument | GraphQLInputField;

const NOBODY = '01890000-0000-7000-8000-00000000dead';
const OF_REDIRECTS = ['01890000-0000-7000-8000-0000000000a1', '01890000-0000-7000-8000-0000000000a2'];
/** The most ids that one request may name. */
export const MOST_IDS = 100;
const NODE_LISTS = ['parties', 'statements', 'allegations', 'assertions', 'findings'] as const;

/** What the walk gives to arguments and filters: of every kind some that names drafts and some that names what is published. */
export class WalkValues {
  /** Ids by type, drafts in turn with published. */
  private readonly idsByType = new Map<string, string[]>();
  /** Slugs by type, drafts in turn with published. */
  private readonly slugsByType: Record<string, string[]>;
  private readonly texts: Record<About, string[]>;
  private readonly days: string[];
  private readonly instants: string[];
  readonly searches: string[];

  constructor(store: OracleStore) {
    for (const list of NODE_LISTS) {
      const rows = inTurn<AnyNodeRow>(store[list]);
      this.idsByType.set(
        rows[0]?.__typename ?? '',
        rows.map(({ id }) => id),
      );
    }
    const { parties, statements, allegations } = store;
    const slugsOf = (rows: readonly (AnyNodeRow & { slug: string })[]): string[] =>
      inTurn(rows)
        .slice(0, 4)
        .map(({ slug }) => slug);
    this.slugsByType = {
      Party: slugsOf(parties),
      Statement: slugsOf(statements),
      Allegation: slugsOf(allegations),
      none: [...Object.values(OLD_SLUGS), 'no-such-slug'],
    };
    this.texts = {
      slug: ['-1', slugsOf(parties)[0] ?? '', slugsOf(allegations)[0] ?? ''],
      name: ['a', ...DRAFT_WORDS, RARE_NAME],
      title: [
        'r',
        ...inTurn(statements)
          .slice(0, 2)
          .map(({ title }) => title),
      ],
      summary: [
        'e',
        ...inTurn(allegations)
          .slice(0, 2)
          .map(({ summary }) => summary),
      ],
      place: ['e', 'Mirefen'],
      language: ['en'],
    };
    this.days = ['1990-01-01', '2009-01-01', '2014-07-13', '2030-12-31'];
    const made = inTurn(statements).map(({ createdAt }) => new Date(createdAt).toISOString());
    this.instants = ['1990-01-01T00:00:00Z', ...made.slice(0, 2).sort(), '2100-01-01T00:00:00Z'];
    this.searches = [
      'bridge or zed or harbour',
      ...DRAFT_WORDS,
      RARE_NAME,
      'harbour ledger',
      'причал',
      'Zed',
      'Quorlsh Mirefn',
      '"denied purpose" or tide',
      'crane -night',
    ];
  }

  /** Ids of objects of a type, or of every type; drafts in turn with published, and some that lead elsewhere or nowhere. */
  ids(type?: string): string[] {
    const known = type === undefined ? undefined : this.idsByType.get(type);
    if (known) return [...known, ...(type === 'Party' ? OF_REDIRECTS : [])];
    return [...[...this.idsByType.values()].flatMap((ids) => ids.slice(0, 8)), ...OF_REDIRECTS, NOBODY];
  }

  /** Literals for an argument or an input field that is no input object; the one that is likeliest to meet drafts comes first. */
  literals(input: Input, about: About): string[] {
    const values = this.single(input, about);
    const isList = isListType(isNonNullType(input.type) ? input.type.ofType : input.type);
    return isList
      ? [`[${values.slice(0, MOST_IDS).join(', ')}]`, ...values.slice(0, 2).map((value) => `[${value}]`), '[]']
      : values;
  }

  private single(input: Input, about: About): string[] {
    const type = getNamedType(input.type);
    if (isEnumType(type)) return type.getValues().map(({ name }) => name);
    if (type.name === 'ID') return this.ids(about).map((id) => JSON.stringify(id));
    if (type.name === 'Date') {
      // A period that ends before it begins is refused: from begins with the first day, and to with the last.
      const days = input.name === 'to' ? [...this.days].reverse() : this.days;
      return days.map((day) => JSON.stringify(day));
    }
    if (type.name === 'DateTime') {
      const instants = input.name === 'before' ? [...this.instants].reverse() : this.instants;
      return instants.map((instant) => JSON.stringify(instant));
    }
    if (type.name === 'Boolean') return ['false', 'true'];
    if (type.name === 'Int') return ['100', '1', '2'];
    if (type.name === 'String') return this.strings(input.name, about).map((text) => JSON.stringify(text));
    throw new Error(`The walk knows nothing to give to ${input.name}, a ${type.name}.`);
  }

  private strings(name: string, about: About): string[] {
    if (name === 'slug') {
      const { [about]: own = [], ...others } = this.slugsByType;
      return [...own, ...Object.values(others).flat()];
    }
    if (name === 'query' || name === 'search') return this.searches;
    const known = this.texts[about];
    if (!known) throw new Error(`The walk knows no texts to hold against ${about}.`);
    return known;
  }
}

/** Drafts and published rows in turn, drafts first. */
function inTurn<Row extends AnyNodeRow>(rows: readonly Row[]): Row[] {
  const drafts = rows.filter(({ state }) => state !== 'PUBLISHED');
  const published = rows.filter(({ state }) => state === 'PUBLISHED');
  const longer = Math.max(drafts.length, published.length);
  return Array.from({ length: longer }, (_, index) => [drafts[index], published[index]])
    .flat()
    .filter((row) => row !== undefined);
}
