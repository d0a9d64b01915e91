import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from './pageInfo.model';

/**
 * The base of an Edge type (Relay Cursor Connections).
 *
 * @param node the type at the end of the edge: a class, or a union that createUnionType made
 */
export function Edge(node: () => object) {
  @ObjectType({ simpleResolvers: true })
  abstract class Edge {
    @Field({
      description:
        'The place of this object in this list and order, opaque: give it as `after` or `before`. It stays valid when the list changes.',
    })
    cursor!: string;

    @Field(node, { description: 'The object.' })
    node!: object;
  }
  return Edge;
}

/**
 * The base of a Connection type (Relay Cursor Connections); what can be counted by facets differs, so each adds its own.
 *
 * @param edge the type of its edges
 * @param node the type that the edges lead to
 */
export function Connection(edge: () => object, node: () => object) {
  @ObjectType({ simpleResolvers: true })
  abstract class Connection {
    @Field(() => [edge()], { description: 'The page, each object with its cursor.' })
    edges!: object[];

    @Field(() => [node()], {
      description: 'The page, for those who need no cursor for each object: the nodes of the edges.',
    })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many objects the whole filtered list has, not only the page.' })
    totalCount!: number;
  }
  return Connection;
}

/** What the field `facets` of every Connection type is. */
export const FACETS =
  'How the whole filtered list, not only the page, divides by one property: the largest bucket first, equal ones by value.';
