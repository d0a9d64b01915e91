import { Field, ObjectType } from 'type-graphql';

/** Where a page lies in its list; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'Where a page lies in its list (Relay Cursor Connections).',
})
export class PageInfo {
  @Field({ description: 'Whether the list goes on after this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether the list has something before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first edge, to be given as `before`; null where the page is empty.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last edge, to be given as `after`; null where the page is empty.',
  })
  endCursor!: string | null;
}
