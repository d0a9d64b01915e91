import { Field, ObjectType } from 'type-graphql';
import { AttributionRole } from './enums.model';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A party's part in a statement; see the description. */
@ObjectType({ simpleResolvers: true, description: "A party's part in a statement (PROV Attribution)." })
export class Attribution {
  @Field(() => Party, { description: 'The party.' })
  party!: Relation<Party>;

  @Field(() => AttributionRole, {
    description: 'What it did: one party may have several roles, each in an attribution of its own.',
  })
  role!: AttributionRole;
}
