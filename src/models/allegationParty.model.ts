import { AllegationRole } from './enums.model';
import { PartType } from './fields/partType';
import { Choice, Reference } from './fields/decorators';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A party that an allegation concerns; see the description. */
@PartType({ description: 'A party that an allegation concerns, and how.' })
export class AllegationParty {
  @Reference(() => Party, { description: 'The party.' })
  party!: Relation<Party>;

  @Choice(AllegationRole, { description: 'How the allegation concerns it.' })
  role!: AllegationRole;
}
