import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { ImportReport } from '../models/importReport.model';
import { ImportDossierInput } from '../models/inputs/importDossier.input';
import type { Context } from './context';

/** What editors do with whole dossiers. */
@Resolver()
export class DossierMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => ImportReport, {
    description:
      'Imports a dossier, as the import command does: all of it, or nothing and BAD_USER_INPUT with every fault in extensions.faults (file, line, column, path, message). EDITOR only.',
  })
  importDossier(
    @Arg('input', () => ImportDossierInput, { description: 'The dossier.' }) input: ImportDossierInput,
    @Ctx() { writer }: Context,
  ): Promise<unknown> {
    return writer.importDossier(input);
  }
}
