import { PARTIAL_DATES } from './plain/partialDates';
import {
  isVisible,
  type Node,
  nodeOf,
  nodesOf,
  type NodeType,
  type Nullable,
  type PlainStore,
} from './plain/plainStore';
import type { StoredNode } from './storedRows';

/** What the rows of a node must be. */
export function expectedNode(store: PlainStore, node: Node): StoredNode {
  return {
    id: node.id,
    type: node.type,
    version: node.version,
    content: { ...node.content },
    kept: keptOf(store, node),
  };
}

const days = (date: Nullable): readonly [Nullable, Nullable] => PARTIAL_DATES[date ?? ''] ?? [null, null];

/** What triggers and rules work out of a node and of others, counted anew here. */
function keptOf(store: PlainStore, { id, type }: Node): Record<string, unknown> {
  const node = <Type extends NodeType>(of: Type): Node<Type> => nodeOf(store, of, id)!;
  switch (type) {
    case 'PARTY': {
      const { content } = node('PARTY');
      const [allegations, statements] = [
        nodesOf(store, 'ALLEGATION').filter((one) => one.content.parties.some(({ party }) => party === id)),
        nodesOf(store, 'STATEMENT').filter((one) => one.content.attributions.some(({ party }) => party === id)),
      ];
      return {
        visible: isVisible(store, node('PARTY')),
        allegations: allegations.length,
        visibleAllegations: visible(store, allegations),
        statements: statements.length,
        visibleStatements: visible(store, statements),
        days: content.relationships.map(({ validFrom, validTo }) => [days(validFrom), days(validTo)]),
      };
    }
    case 'STATEMENT':
      return { days: days(node('STATEMENT').content.issuedOn) };
    case 'ALLEGATION': {
      const said = nodesOf(store, 'ASSERTION').filter(({ content }) => content.allegation === id);
      return {
        visible: isVisible(store, node('ALLEGATION')),
        assertions: said.length,
        visibleAssertions: visible(store, said),
        days: days(node('ALLEGATION').content.occurredOn),
      };
    }
    case 'ASSERTION': {
      const { content } = node('ASSERTION');
      const issued = nodeOf(store, 'STATEMENT', content.statement)?.content.issuedOn ?? null;
      return {
        visible: isVisible(store, node('ASSERTION')),
        days: days(content.saidOn),
        statementIssued: days(issued)[0],
      };
    }
    case 'FINDING':
      return { visible: isVisible(store, node('FINDING')), days: days(node('FINDING').content.ruledOn) };
  }
}

const visible = (store: PlainStore, nodes: readonly Node[]): number =>
  nodes.filter((node) => isVisible(store, node)).length;
