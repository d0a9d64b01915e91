import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { Node } from '../models/node.model';
import type { Context } from './context';

/** The root fields that find an object of any type (Relay Global Object Identification). */
@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'The object of an id, of whichever type; null where there is none that the reader may see. A malformed id is refused.',
  })
  node(
    @Arg('id', () => ID, { description: 'The id of the object.' }) _id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'The objects of these ids, in the same order and as many, with null for each id that has none that the reader may see. A malformed id is refused.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'The ids of the objects, at most 100.' }) _ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return context.reader.readField(info);
  }
}
