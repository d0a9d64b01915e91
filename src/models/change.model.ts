import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { ChangedType, ChangeKind } from './enums.model';
import { Node } from './node.model';
import { DateTimeScalar } from './scalars/dateTime.scalar';

/** Which changes somebody subscribes to. */
@ArgsType()
export class ChangesArgs {
  @Field(() => [ChangedType], {
    nullable: true,
    description: 'Only changes of nodes of these types; by default all, and none where the list is empty.',
  })
  types?: ChangedType[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only changes of the node with this id. Text that cannot be an id is refused.',
  })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last change that was seen: what was missed since comes first, in order, each change once. One that is no longer kept is refused with CURSOR_EXPIRED.',
  })
  after?: string | null;
}

/** A change of one node; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'What one committed transaction did to one node, as the subscriber may see it. To a reader, a node that becomes visible is CREATED, one that is hidden is DELETED, and what happens to a node while it is hidden is not a change at all.',
})
export class Change {
  @Field(() => String, {
    description: 'Where to go on from: give it as `after`. It is opaque, and its order means nothing.',
  })
  cursor!: string;

  @Field(() => ChangeKind, { description: 'What was done.' })
  kind!: ChangeKind;

  @Field(() => ChangedType, { description: 'The type of the node.' })
  type!: ChangedType;

  @Field(() => ID, { description: 'The id of the node.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When the transaction was committed, to the millisecond.' })
  at!: string;

  @Field(() => Node, {
    nullable: true,
    description:
      'The node as it is when the change is delivered, which may be after a later change; null once it is deleted, and where the subscriber may not see it.',
  })
  node?: Node | null;
}
