import { Field, ID, ObjectType } from 'type-graphql';
import { Party } from './party.model';
import type { Relation } from './relation';
import { DateTimeScalar } from './scalars/dateTime.scalar';

/** That a party is not the same as another; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'That a party is not the same as another, as an editor said. It stays on record when it is taken back, and follows both parties through merges.',
})
export class PartyDistinction {
  @Field(() => ID, { description: 'Names the distinction.' })
  id!: string;

  @Field(() => Party, { description: 'The other party.' })
  party!: Relation<Party>;

  @Field(() => DateTimeScalar, { description: 'When it was said.' })
  at!: string;

  @Field({ description: 'Who said it, to read; see Revision.actor.' })
  actor!: string;

  @Field({ description: 'Who said it, which nobody else can be; see Revision.actorId.' })
  actorId!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null while it holds.' })
  liftedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who took it back, to read; null while it holds.' })
  liftedActor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who took it back, which nobody else can be; null while it holds.',
  })
  liftedActorId!: string | null;
}
