import type { TextKind } from '../models/fields/textKinds';

/**
 * Brings a text of an input into the form that is stored.
 *
 * @throws Error whose message goes on from the text's place: "is empty: ..."
 */
export type InputRule = (text: string) => string;

/** What a kind of text may hold: the same as in a dossier. */
export const textRule =
  (kind: TextKind, limit = kind.limit): InputRule =>
  (text) => {
    const stored = kind.normalize(text);
    const message = kind.fault(stored, limit);
    if (message !== null) throw new Error(message);
    return stored;
  };
