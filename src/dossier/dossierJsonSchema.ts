import { z } from 'zod';
import { dossierSchema } from './dossierSchema';

/** The format of dossiers as JSON Schema (draft 2020-12), made from the schema that imports are checked with. */
export function dossierJsonSchema(): object {
  return z.toJSONSchema(dossierSchema, { target: 'draft-2020-12', io: 'input' });
}
