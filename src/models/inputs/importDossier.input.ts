import { Field, InputType } from 'type-graphql';
import { PublicationState } from '../enums.model';

/** A dossier; see the description. */
@InputType({ description: 'A dossier to import.' })
export class ImportDossierInput {
  @Field({
    description:
      'The dossier as YAML or JSON text, with bodies inline. A request has at most 2 MiB: a larger dossier, and one that names files, comes by the import command.',
  })
  dossier!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether everything is done and then taken back, to see what an import would do. Default: false. A dry run leaves its Idempotency-Key unused.',
  })
  dryRun?: boolean | null;

  @Field(() => PublicationState, {
    nullable: true,
    description: 'The state of entries that have none. Default: PUBLISHED, as for the command.',
  })
  state?: PublicationState | null;
}
