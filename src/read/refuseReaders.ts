import { ErrorCode, RequestError } from '../lib/errors';
import type { FieldUse } from './fieldUse';

/**
 * Keeps a field for editors. A reader is refused while the operation is compiled, before anything is read, so that the refusal
 * says nothing of what there is.
 *
 * @throws RequestError FORBIDDEN, at the field's place, where a reader asks
 */
export function refuseReaders({ compiler, parent, name, path }: FieldUse): void {
  if (compiler.role === 'EDITOR') return;
  throw new RequestError(ErrorCode.FORBIDDEN, `${parent.name}.${name} needs a token with the role EDITOR.`, { path });
}
