import { Field } from 'type-graphql';
import { PartyRelationshipKind } from './enums.model';
import { PartType } from './fields/partType';
import { Choice, Line, Reference, When } from './fields/decorators';
import type { PartialDate } from './partialDate.model';
import { Party } from './party.model';
import type { Relation } from './relation';
import { Statement } from './statement.model';

/** What one party is to another; see the description. */
@PartType({
  description:
    'What one party is to another, for a time: read it as subject, kind, object (Popolo Membership, schema.org Role).',
})
export class PartyRelationship {
  @Choice(PartyRelationshipKind, { description: 'What the subject is to the object.' })
  kind!: PartyRelationshipKind;

  @Field(() => Party, {
    description: 'The party that is the member, the part, the holder of the office.',
  })
  readonly subject!: Relation<Party>;

  @Reference(() => Party, {
    description: 'The other party: the whole, the organization, the owner.',
  })
  object!: Relation<Party>;

  @Line({
    nullable: 'where there is none',
    description: "The subject's office or function, for example `spokesman`.",
  })
  title!: string | null;

  @When({ nullable: 'where that is not recorded', description: 'When it began.' })
  validFrom!: PartialDate | null;

  @When({
    nullable: 'where it lasts, or where its end is not recorded',
    description: 'When it ended.',
    whenWritten: 'Not before validFrom.',
  })
  validTo!: PartialDate | null;

  @Reference(() => Statement, {
    nullable: 'where it is uncontested',
    description: 'The statement that makes a contested relationship known.',
  })
  assertedIn!: Relation<Statement> | null;
}
