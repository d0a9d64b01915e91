import { Field, ID, InputType } from 'type-graphql';

/** Conditions on an identity; see the description. */
@InputType({
  description:
    'Conditions on an id, all of which must hold; without any, everything matches. Null and malformed ids are refused; an id of nothing simply matches nothing.',
})
export class IDFilter {
  @Field(() => ID, { nullable: true, description: 'Is this id.' })
  equals?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Is one of these ids; an empty list matches nothing.' })
  in?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Is none of these ids; an empty list matches everything.' })
  notIn?: string[] | null;
}
