import { Field, Int, ObjectType } from 'type-graphql';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A party in the network; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'A party at the end of an accusation of the network, with its numbers over all allegations that match.',
})
class NetworkParty {
  @Field(() => Party, { description: 'The party.' })
  party!: Relation<Party>;

  @Field(() => Int, {
    description: 'How many distinct allegations it alleges, repeats or corroborates against someone.',
  })
  made!: number;

  @Field(() => Int, { description: 'In how many distinct allegations of someone it is accused.' })
  received!: number;
}

/** One accuser's allegations against one accused; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'An edge of the network: that one party makes allegations against another. It counts what was said, and says nothing of what is true.',
})
class NetworkAccusation {
  @Field(() => Party, { description: 'Who alleges, repeats or corroborates.' })
  accuser!: Relation<Party>;

  @Field(() => Party, { description: 'Who is accused.' })
  accused!: Relation<Party>;

  @Field(() => Int, { description: 'How many distinct allegations the accuser makes against the accused.' })
  allegations!: number;

  @Field(() => Int, { description: 'How many of them the accused denied or rebutted.' })
  answered!: number;
}

/** Who accuses whom; see the description. */
@ObjectType({
  simpleResolvers: true,
  description: 'Who accuses whom: a directed graph over the allegations that match.',
})
export class AccusationNetwork {
  @Field(() => [NetworkParty], { description: 'The parties at the ends of the accusations, each once, by name.' })
  parties!: NetworkParty[];

  @Field(() => [NetworkAccusation], {
    description: 'The accusations, those with the most allegations first; each accuser and accused together once.',
  })
  accusations!: NetworkAccusation[];
}
