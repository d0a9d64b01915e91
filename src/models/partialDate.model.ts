import { Field, ObjectType } from 'type-graphql';
import { DateScalar } from './scalars/date.scalar';
import { EDTFScalar } from './scalars/edtf.scalar';

/** A date with the precision of its source; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'A date as a source gives it, perhaps vague, with the days that bound it. For `2014-07` they are 2014-07-01 and 2014-07-31.',
})
export class PartialDate {
  @Field(() => EDTFScalar, { description: 'The date itself, in the Extended Date/Time Format (ISO 8601-2).' })
  edtf!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The first day that the date can be or cover; null where it is open towards the past, as in `../2003`.',
  })
  earliest!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The last day that the date can be or cover; null where it is open towards the future, as in `2003/..`.',
  })
  latest!: string | null;
}
