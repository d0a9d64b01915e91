import { Field, Int, ObjectType } from 'type-graphql';
import { Assertion } from './assertion.model';

/** A stretch of a body between two anchor edges; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: "A stretch of a statement's body in which no anchor begins or ends, with the assertions that quote it.",
})
export class TextSegment {
  @Field(() => Int, { description: 'Where it begins: how many Unicode code points of the body lie before it.' })
  start!: number;

  @Field(() => Int, { description: 'Where it ends: how many Unicode code points of the body lie before its end.' })
  end!: number;

  @Field({ description: 'The text itself: body[start, end).' })
  text!: string;

  @Field(() => [Assertion], {
    description: 'The assertions whose anchors cover it; empty where no one is quoted. With several, anchors overlap.',
  })
  assertions!: Assertion[];
}
