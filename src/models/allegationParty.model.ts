import { Field, ObjectType } from 'type-graphql';
import { AllegationRole } from './enums.model';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A party that an allegation concerns; see the description. */
@ObjectType({ simpleResolvers: true, description: 'A party that an allegation concerns, and how.' })
export class AllegationParty {
  @Field(() => Party, { description: 'The party.' })
  party!: Relation<Party>;

  @Field(() => AllegationRole, { description: 'How the allegation concerns it.' })
  role!: AllegationRole;
}
