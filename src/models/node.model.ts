import { Field, ID, InterfaceType } from 'type-graphql';

/** Everything that has an identity of its own; see the description. */
@InterfaceType({
  description:
    'An object with an identity of its own, which `node(id:)` finds (Relay Global Object Identification): Party, Statement, Allegation, Assertion or Finding.',
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'Unique among all objects of every type, opaque, and never changed or used again. Keep it to find the object later.',
  })
  readonly id!: string;
}
