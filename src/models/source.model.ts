import { Field, ObjectType } from 'type-graphql';
import { Party } from './party.model';
import type { Relation } from './relation';
import { DateScalar } from './scalars/date.scalar';
import { URLScalar } from './scalars/url.scalar';

/** Where a statement's text was found; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    "A place where a statement's text was found, with what it takes to check it later (PROV Primary Source).",
})
export class Source {
  @Field(() => String, { nullable: true, description: 'What the source calls itself; null where it has no title.' })
  title!: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'Its address on the web; null where it is not on the web.' })
  url!: string | null;

  @Field(() => URLScalar, {
    nullable: true,
    description: 'The address of a copy in a web archive (schema.org archivedAt); null where none is known.',
  })
  archiveUrl!: string | null;

  @Field(() => Party, {
    nullable: true,
    description: 'Who published it there; null where that is not recorded or hidden.',
  })
  publisher!: Relation<Party> | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which it was read there; null where that is not recorded.',
  })
  retrievedOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The SHA-256 of the archived copy, as 64 lower-case hexadecimal digits; null where there is no copy.',
  })
  sha256!: string | null;
}
