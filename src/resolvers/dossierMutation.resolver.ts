import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RequireRole } from '../access/requireRole';
import { ImportReport } from '../models/importReport.model';
import { ImportDossierInput } from '../models/inputs/importDossier.input';
import { placeOf } from './answerWritten';
import type { Context } from './context';
import { prepareDossierText } from './prepareDossierText';

/** What editors do with whole dossiers. */
@Resolver()
export class DossierMutationResolver {
  @RequireRole('EDITOR')
  @Mutation(() => ImportReport, {
    description:
      'Imports a dossier: all of it, or nothing and BAD_USER_INPUT with the first hundred faults in extensions.faults (file, line, column, path, message; code, if another) and their number in extensions.faultCount. EDITOR only. With an Idempotency-Key, the same input within a day gives the same report.',
  })
  async importDossier(
    @Arg('input', () => ImportDossierInput, { description: 'The dossier.' }) input: ImportDossierInput,
    @Ctx() { actor, writer, dossierThreads, departure }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const work = await prepareDossierText(dossierThreads, input, { client: actor.id, departure });
    const options = { keep: input.dryRun !== true, signal: departure.signal() };
    return writer.atLength(['importDossier', input], placeOf(info), options, work);
  }
}
