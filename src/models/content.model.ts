import { Field, Int, ObjectType } from 'type-graphql';
import { PublicationState } from './enums.model';
import { Node } from './node.model';
import { DateTimeScalar } from './scalars/dateTime.scalar';

/** What every kind of content carries beside its own fields. The five node types extend it; it isn't a type of the schema itself. */
@ObjectType({ simpleResolvers: true })
export abstract class Content extends Node {
  @Field(() => PublicationState, {
    description: 'Whether it is shown to everyone. Readers only ever see PUBLISHED content.',
  })
  readonly state!: PublicationState;

  @Field(() => DateTimeScalar, { description: 'When the record was made (not when what it records happened).' })
  readonly createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When the record was last changed.' })
  readonly updatedAt!: string;

  @Field(() => Int, {
    description: 'Counts the changes of the record, from 1. An update names the version that it is based on.',
  })
  readonly version!: number;
}
