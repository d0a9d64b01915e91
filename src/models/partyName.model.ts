import { PartyNameKind } from './enums.model';
import { PartType } from './fields/partType';
import { Choice, Language, Name, Reference } from './fields/decorators';
import { Party } from './party.model';
import type { Relation } from './relation';

/** A further name of a party; see the description. */
@PartType({ description: 'A further name of a party (Popolo OtherName, schema.org alternateName).' })
export class PartyName {
  @Name({ description: 'The name, in its own script.' })
  name!: string;

  @Choice(PartyNameKind, { description: 'What sort of name it is.' })
  kind!: PartyNameKind;

  @Language({ nullable: 'where it is not recorded', description: 'The language of the name.' })
  language!: string | null;

  @Reference(() => Party, {
    nullable: 'where that is nobody in particular',
    description: 'Who calls the party so, above all for an EPITHET.',
  })
  usedBy!: Relation<Party> | null;
}
