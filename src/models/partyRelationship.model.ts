import { Field, ObjectType } from 'type-graphql';
import { PartyRelationshipKind } from './enums.model';
import { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { Statement } from './statement.model';

/** What one party is to another; see the description. */
@ObjectType({
  simpleResolvers: true,
  description:
    'What one party is to another, for a time: read it as subject, kind, object (Popolo Membership, schema.org Role).',
})
export class PartyRelationship {
  @Field(() => PartyRelationshipKind, { description: 'What the subject is to the object.' })
  kind!: PartyRelationshipKind;

  @Field(() => Party, {
    description: 'The party of which the relationship tells: the member, the part, the holder of the office.',
  })
  subject!: Relation<Party>;

  @Field(() => Party, { description: 'The party to which the subject stands in this relationship.' })
  object!: Relation<Party>;

  @Field(() => String, {
    nullable: true,
    description: "The subject's office or function, for example `spokesman`; null where there is none.",
  })
  title!: string | null;

  @Field(() => PartialDate, { nullable: true, description: 'When it began; null where that is not recorded.' })
  validFrom!: PartialDate | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: 'When it ended; null where it lasts, or where its end is not recorded.',
  })
  validTo!: PartialDate | null;

  @Field(() => Statement, {
    nullable: true,
    description: 'The statement that makes a contested relationship known; null where it is uncontested.',
  })
  assertedIn!: Relation<Statement> | null;
}
