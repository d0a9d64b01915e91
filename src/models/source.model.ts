import { PartType } from './fields/partType';
import { Day, Line, Reference, Sha256, Url } from './fields/decorators';
import { Party } from './party.model';
import type { Relation } from './relation';

/** Where a statement's text was found; see the description. */
@PartType({
  description:
    "A place where a statement's text was found, with what it takes to check it later (PROV Primary Source).",
})
export class Source {
  @Line({ nullable: 'where it has no title', description: 'What the source calls itself.' })
  title!: string | null;

  @Url({ nullable: 'where it is not on the web', description: 'Its address on the web.' })
  url!: string | null;

  @Url({
    nullable: 'where none is known',
    description: 'The address of a copy in a web archive (schema.org archivedAt).',
  })
  archiveUrl!: string | null;

  @Reference(() => Party, {
    nullable: 'where that is not recorded or hidden',
    description: 'Who published it there.',
  })
  publisher!: Relation<Party> | null;

  @Day({ nullable: 'where that is not recorded', description: 'The day on which it was read there.' })
  retrievedOn!: string | null;

  @Sha256({
    nullable: 'where there is no copy',
    description: 'The SHA-256 of the archived copy, as 64 lower-case hexadecimal digits.',
  })
  sha256!: string | null;
}
