import { Field, Int, ObjectType } from 'type-graphql';
import { Party } from './party.model';
import type { Relation } from './relation';

/** One value of a facet and how often it occurs; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'One value of a facet, and how many objects of the whole filtered list have it. Objects without a value (no date, no language) are in no bucket.',
})
export class FacetBucket {
  @Field({
    description:
      'The value: the name of an enum value, a language tag, a year of four digits, or the id of a party, whichever the facet counts by.',
  })
  value!: string;

  @Field(() => Int, { description: 'How many objects have it, counted over the whole filtered list, not the page.' })
  count!: number;

  @Field(() => Party, { nullable: true, description: 'The party, where the facet counts by parties; else null.' })
  party!: Relation<Party> | null;
}
