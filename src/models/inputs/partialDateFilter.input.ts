import { Field, InputType } from 'type-graphql';
import { DateScalar } from '../scalars/date.scalar';

/** Conditions on a partial date; see the description. */
@InputType({
  description:
    'Conditions on a partial date, all of which must hold. A vague date is possibly in a range if some day that it can be is, and certainly if every day is (`certain: true`): `2014` is possibly, not certainly, in July 2014. What has no date is in no range (`isNull: true` finds it). Null is refused.',
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
      'True asks that the date lies in the range whichever of its days it is; false or left out, that it can. A date that is open on one side is certainly in no range that is closed there. Without `from` and `to` it changes nothing.',
  })
  certain?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True asks that there is no date, false that there is one.' })
  isNull?: boolean | null;
}
