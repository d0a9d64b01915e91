import { Field, Int, ObjectType } from 'type-graphql';

/** A quotation's place in a body; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    "The place of a quotation in a statement's body: W3C Web Annotation TextPositionSelector (start, end) and TextQuoteSelector (exact, prefix, suffix) in one. Positions count Unicode code points, not UTF-16 units.",
})
export class TextAnchor {
  @Field({ description: 'The words quoted: body[start, end), character for character.' })
  exact!: string;

  @Field({ description: 'The text right before, up to 32 code points; empty at the beginning of the body.' })
  prefix!: string;

  @Field({ description: 'The text right after, up to 32 code points; empty at the end of the body.' })
  suffix!: string;

  @Field(() => Int, { description: 'Where it begins: how many code points of the body lie before it.' })
  start!: number;

  @Field(() => Int, { description: 'Where it ends: how many code points of the body lie before its end.' })
  end!: number;
}
