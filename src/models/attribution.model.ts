import { AttributionRole } from './enums.model';
import { PartType } from './fields/partType';
import { Choice, Reference } from './fields/decorators';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A party's part in a statement; see the description. */
@PartType({ description: "A party's part in a statement (PROV Attribution)." })
export class Attribution {
  @Reference(() => Party, { description: 'The party.' })
  party!: Relation<Party>;

  @Choice(AttributionRole, {
    description: 'What it did: one party may have several roles, each in an attribution of its own.',
  })
  role!: AttributionRole;
}
