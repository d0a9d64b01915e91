import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { Party } from './party.model';
import type { Relation } from './relation';

/** The arguments of the parties that may be the same as one. */
@ArgsType()
export class PossibleDuplicatesArgs {
  @Field(() => Int, { nullable: true, description: 'How many to answer, the most alike: 1 to 100; default: 10.' })
  first?: number | null;
}

/** Two names that are alike; see the description. */
@ObjectType({ simpleResolvers: true, description: 'Two names that are alike.' })
export class AlikeNames {
  @Field({ description: 'A name of the party that was asked about.' })
  own!: string;

  @Field({ description: 'A name of the other party.' })
  other!: string;

  @Field(() => Float, {
    description:
      'Of the runs of three letters in either name, the share that both have, without accents and case, whatever the order of the words: 0.4 to 1, where they differ in nothing else (trigram similarity, PostgreSQL pg_trgm).',
  })
  score!: number;
}

/** A party that may be the same as another; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'A party that may be the same as another, since their names are alike. It is a proposal to look at, and no part of the record.',
})
export class PossibleDuplicate {
  @Field(() => Party, { description: 'The other party.' })
  party!: Relation<Party>;

  @Field(() => Float, {
    description: 'That of the two names that are most alike, from 0.4 to 1; see AlikeNames.score.',
  })
  score!: number;

  @Field(() => [AlikeNames], { description: 'The names that are alike, at most five pairs, the most alike first.' })
  names!: AlikeNames[];
}
