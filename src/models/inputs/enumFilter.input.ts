import { Field, InputType } from 'type-graphql';

/**
 * The base of a filter by the values of one enum.
 *
 * @param values an enum that is registered with type-graphql
 * @param what what a value is called in a description, such as 'kind'
 */
export function EnumFilter<T extends Record<string, string>>(values: T, what: string) {
  @InputType()
  abstract class EnumFilter {
    @Field(() => values, { nullable: true, description: `Is this ${what}.` })
    equals?: T[keyof T] | null;

    @Field(() => [values], { nullable: true, description: `Is one of these; an empty list matches nothing.` })
    in?: T[keyof T][] | null;

    @Field(() => [values], { nullable: true, description: `Is none of these; an empty list matches everything.` })
    notIn?: T[keyof T][] | null;
  }
  return EnumFilter;
}
