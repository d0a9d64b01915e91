import { Field, InputType } from 'type-graphql';
import { DateScalar } from '../scalars/date.scalar';

/** Conditions on a partial date; see the description. */
@InputType({
  description:
    'Conditions on a partial date (see PartialDate), all of which must hold; without any, everything matches. There are three answers to whether a vague date lies in a range: possibly (some day that it can be is in the range: asked unless `certain` is true), certainly (every day that it can be is: `certain: true`), and unknown (there is no date: `isNull: true`). What has no date is in no range. `2014` is possibly, not certainly, in July 2014. Null is refused.',
})
export class PartialDateFilter {
  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The first day of the range, included; without it the range is open towards the past. After `to` it is refused.',
  })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day of the range, included; without it the range is open towards the future.',
  })
  to?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True asks that the date lies in the range whichever of its days it is; false or left out, that it can. A date that is open on one side lies certainly in no range that is closed there. Without `from` and `to` it changes nothing.',
  })
  certain?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True asks that there is no date, false that there is one.' })
  isNull?: boolean | null;
}
