import { Field, ID, InputType, Int } from 'type-graphql';
import { PublicationState } from '../enums.model';
import { VERSION_READ } from '../fields/inputs';

/** An object to delete; see the description. */
@InputType({ description: 'An object to delete.' })
export class DeleteNodeInput {
  @Field(() => ID, { description: 'The object.' })
  id!: string;

  @Field(() => Int, { description: VERSION_READ })
  version!: number;
}

/** Objects and their new state; see the description. */
@InputType({ description: 'Objects that everyone, or only editors, are to see.' })
export class SetPublicationStateInput {
  @Field(() => [ID], { description: 'The objects, of whichever types, 1 to 100.' })
  ids!: string[];

  @Field(() => PublicationState, { description: 'Their new state.' })
  state!: PublicationState;
}

/** A revision to go back to; see the description. */
@InputType({ description: 'A revision to go back to.' })
export class RestoreRevisionInput {
  @Field(() => ID, { description: 'The revision, one that is no deletion.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the object that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion. Left out for an object that was deleted, and for no other.',
  })
  version?: number | null;
}
