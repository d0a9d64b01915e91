import { Field, ID, ObjectType } from 'type-graphql';
import { ChangedType, UnmergeReason } from './enums.model';

/** What an unmerge leaves as it is; see the description. */
@ObjectType({ description: 'What taking back a merge leaves as it is: a field of an object, or an object.' })
export class UnmergeRemainder {
  @Field(() => ChangedType, { description: 'The type of the object.' })
  type!: ChangedType;

  @Field(() => ID, { description: 'The id of the object, which may have been deleted.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The field, by its name in the inputs of mutations; null for the whole object.',
  })
  field!: string | null;

  @Field(() => UnmergeReason, { description: 'Why.' })
  reason!: UnmergeReason;
}
