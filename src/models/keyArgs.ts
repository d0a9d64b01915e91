import { ArgsType, Field, ID } from 'type-graphql';

/** The arguments that name one object of a known type. */
@ArgsType()
export class KeyArgs {
  @Field(() => ID, { nullable: true, description: 'Its id. Text that cannot be an id is refused.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'Its slug.' })
  slug?: string | null;
}
