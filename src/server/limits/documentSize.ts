import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { checkLimit } from './limits';

/** How much a document selects. Counts may be more than any computer could hold: they are sums of products. */
interface Size {
  readonly fields: number;
  readonly aliases: number;
  /** How often it asks for the schema itself. */
  readonly introspections: number;
}

const NOTHING: Size = { fields: 0, aliases: 0, introspections: 0 };

/** The fields of a query's root that describe the schema. Each answer may have a hundred kilobytes. */
const INTROSPECTIONS: ReadonlySet<string> = new Set(['__schema', '__type']);

/**
 * Refuses a document that selects too much, the fields of a fragment counted each time that it is spread. Takes time by the
 * length of the document only, as each fragment is looked at once; the rules of GraphQL and the executor do not.
 *
 * @param document parsed, and not validated yet
 * @throws RequestError COST_LIMIT_EXCEEDED
 */
export function checkDocumentSize(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const meter = new SizeMeter(fragments);
  const { fields, aliases, introspections } = meter.ofDocument(document);
  checkLimit('fields', 'The query selects', fields, 'fields, with those of its fragments');
  checkLimit('aliases', 'The query has', aliases, 'aliases, with those of its fragments');
  checkLimit('introspections', 'The query asks for the schema', introspections, 'times');
  checkLimit('aliasCharacters', 'An alias has', meter.longestAlias, 'characters');
}

class SizeMeter {
  longestAlias = 0;
  /** A fragment that spreads itself counts nothing within itself: GraphQL's own rule refuses it. */
  private readonly known = new Map<string, Size>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  /** All operations together, and the fragments that none of them spreads: they are validated as well. */
  ofDocument({ definitions }: DocumentNode): Size {
    const size: Writable<Size> = { ...NOTHING };
    for (const node of definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) add(size, this.ofSelections(node.selectionSet));
    }
    for (const name of this.fragments.keys()) if (!this.known.has(name)) add(size, this.ofFragment(name));
    return size;
  }

  private ofFragment(name: string): Size {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    this.known.set(name, NOTHING);
    const fragment = this.fragments.get(name);
    const size = fragment === undefined ? NOTHING : this.ofSelections(fragment.selectionSet);
    this.known.set(name, size);
    return size;
  }

  private ofSelections({ selections }: SelectionSetNode): Size {
    const size: Writable<Size> = { ...NOTHING };
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        add(size, this.ofFragment(node.name.value));
        continue;
      }
      if (node.kind === Kind.FIELD) {
        size.fields += 1;
        if (INTROSPECTIONS.has(node.name.value)) size.introspections += 1;
        if (node.alias !== undefined) {
          size.aliases += 1;
          this.longestAlias = Math.max(this.longestAlias, node.alias.value.length);
        }
      }
      if (node.selectionSet !== undefined) add(size, this.ofSelections(node.selectionSet));
    }
    return size;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function add(sum: Writable<Size>, { fields, aliases, introspections }: Size): void {
  sum.fields += fields;
  sum.aliases += aliases;
  sum.introspections += introspections;
}
