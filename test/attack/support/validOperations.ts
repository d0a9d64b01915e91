import type { GraphQLSchema } from 'graphql';
import type { CursorWanted } from '../../oracle/argumentWriter';
import { OracleInputs } from '../../oracle/inputGenerator';
import { generateOperation } from '../../oracle/operationGenerator';
import type { OracleStore } from '../../oracle/oracleStore';
import type { Random } from '../../oracle/random';
import { inventedSearch } from '../../oracle/searchWorld';
import type { CursorBook } from './cursorBook';
import { EDITORS_FIELDS } from '../../support/editorsFields';

/** A request that a server should answer without errors. */
export interface ValidRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What takes a token, and the search, whose words need a thought of their own. */
const omit = (parent: string, field: string): boolean =>
  EDITORS_FIELDS.includes(field) || (parent === 'Query' && field === 'search');

/** The share of requests that search. */
const SEARCHES = 0.15;

/** Makes requests of moderate size whose arguments agree with each other and name what is in the store. */
export class ValidOperations {
  private readonly inputs: OracleInputs;
  private readonly words: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    store: OracleStore,
    private readonly cursors: CursorBook,
  ) {
    this.words = store.statements.flatMap(
      ({ title, body }) => `${title} ${body.slice(0, 400)}`.match(/\p{L}{4,}/gu) ?? [],
    );
    this.inputs = new OracleInputs(store, (random) => this.search(random));
  }

  async next(random: Random): Promise<ValidRequest> {
    if (random.chance(SEARCHES)) return this.searching(random);
    const { text, variables } = generateOperation(random, {
      schema: this.schema,
      inputs: this.inputs,
      depth: random.between(2, 4),
      fields: [3, 20],
      filters: random.chance(0.5),
      short: true,
      omit,
    });
    return { query: text, variables: await this.withCursors(variables) };
  }

  /** One to three stored words, at times with an operator; now and then a search for what is nowhere. */
  private search(random: Random): string {
    if (random.chance(0.1)) return inventedSearch(random);
    const words = random.sample(this.words, random.between(1, 3));
    return words.join(random.pick([' ', ' ', ' or ', ' -']));
  }

  private searching(random: Random): ValidRequest {
    const variables = {
      query: this.search(random),
      first: random.between(1, 20),
      types: random.chance(0.5) ? random.sample(['STATEMENT', 'ALLEGATION', 'PARTY'], 2) : null,
    };
    const query = `query ($query: String!, $first: Int, $types: [SearchType!]) {
      search(query: $query, first: $first, types: $types) {
        totalCount pageInfo { hasNextPage }
        edges { score snippet node { ... on Party { name } ... on Statement { title } ... on Allegation { summary standing } } }
      }
    }`;
    return { query, variables };
  }

  private async withCursors(variables: Record<string, unknown>): Promise<Record<string, unknown>> {
    const filled: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(variables)) {
      filled[name] = isCursorWanted(value) ? await this.cursors.find(value) : value;
    }
    return filled;
  }
}

function isCursorWanted(value: unknown): value is CursorWanted {
  return typeof value === 'object' && value !== null && 'share' in value;
}
