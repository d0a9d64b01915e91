import { type ClassType, Field, InputType } from 'type-graphql';
import type { Relation } from '../relation';

/**
 * The base of a filter by the members of a related list.
 *
 * @param where the filter of one member
 * @param members what the members are called in a description, such as 'statements'
 */
export function ListFilter<T extends object>(where: () => ClassType<T>, members: string) {
  @InputType()
  abstract class ListFilter {
    @Field(where, {
      nullable: true,
      description: `At least one of the ${members} matches. An empty filter asks that there is any.`,
    })
    some?: Relation<T> | null;

    @Field(where, {
      nullable: true,
      description: `All of the ${members} match; where there are none, this holds too.`,
    })
    every?: Relation<T> | null;

    @Field(where, {
      nullable: true,
      description: `None of the ${members} matches. An empty filter asks that there are none.`,
    })
    none?: Relation<T> | null;
  }
  return ListFilter;
}
