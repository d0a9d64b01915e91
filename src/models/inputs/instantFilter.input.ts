import { Field, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars/dateTime.scalar';

/** Conditions on an instant; see the description. */
@InputType({
  description:
    'Conditions on an instant, all of which must hold; without any, everything matches. Null is refused. To ask what has changed since, give `from`, and order by `updatedAt`.',
})
export class InstantFilter {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'At this instant or after it. After `before` it is refused.',
  })
  from?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  before?: string | null;
}
