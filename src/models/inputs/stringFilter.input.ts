import { Field, InputType } from 'type-graphql';

/** Conditions on a string; see the description. */
@InputType({
  description:
    'Conditions on a string, all of which must hold. % and _ are plain characters. Where the field has no value, only `notIn` and `not` hold. Null is refused, except `equals: null` on a field that may be empty. Text with U+0000 or lone surrogates is refused.',
})
export class StringFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Is this string; null, where the field can lack a value, asks that it does.',
  })
  equals?: string | null;

  @Field(() => [String], { nullable: true, description: 'Is one of these strings; an empty list matches nothing.' })
  in?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Is none of these strings; an empty list matches everything.' })
  notIn?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Has this string somewhere in it.' })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: 'Begins with this string.' })
  startsWith?: string | null;

  @Field(() => String, { nullable: true, description: 'Ends with this string.' })
  endsWith?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Case-insensitive where true, in every script that has cases: ÉCOLE matches école. It applies to the conditions beside it, not to those inside `not`.',
  })
  insensitive?: boolean | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: 'These conditions do not all hold. An empty `not` therefore matches nothing.',
  })
  not?: StringFilter | null;
}
