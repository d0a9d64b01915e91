import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { ImportReport } from '../models/importReport.model';
import { ImportDossierInput } from '../models/inputs/importDossier.input';
import { placeOf } from './answerWritten';
import type { Context } from './context';

/** What editors do with whole dossiers. */
@Resolver()
export class DossierMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => ImportReport, {
    description:
      'Imports a dossier, as the import command does: all of it, or nothing and BAD_USER_INPUT with the first hundred faults in extensions.faults (file, line, column, path, message) and their number in extensions.faultCount. EDITOR only. With the header Idempotency-Key, the same input again within a day gives the same report, and imports nothing again.',
  })
  importDossier(
    @Arg('input', () => ImportDossierInput, { description: 'The dossier.' }) input: ImportDossierInput,
    @Ctx() { writer }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return writer.importDossier(input, placeOf(info));
  }
}
