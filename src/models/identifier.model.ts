import { PartType } from './fields/partType';
import { Line } from './fields/decorators';

/** A party's number or key in another register; see the description. */
@PartType({ description: 'What another register calls a party (Popolo Identifier, schema.org PropertyValue).' })
export class Identifier {
  @Line({ limit: 100, examples: ['wikidata'], description: 'The register, for example `wikidata` or `isni`.' })
  scheme!: string;

  @Line({ limit: 500, examples: ['Q42'], description: "The party's key in that register, for example `Q42`." })
  value!: string;
}
