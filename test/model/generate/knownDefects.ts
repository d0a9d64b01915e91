import type { ImportInput, Request } from '../plain/plainModel';
import { twinsOf } from '../plain/plainMerge';
import { saidOf } from '../plain/plainSaid';
import { type Assertion, followed, nodesOf, type PlainStore, same } from '../plain/plainStore';
import { placesOf } from '../plain/plainText';

/** A shape of operation that the store is known to get wrong, and that is not generated until it is mended. */
interface KnownDefect {
  readonly what: string;
  readonly isShape: (store: PlainStore, request: Request) => boolean;
}

const KNOWN_DEFECTS: readonly KnownDefect[] = [
  {
    what: 'mergeParties loses the via and inResponseTo of an assertion that is the same as another one then',
    isShape: (store, { mutation, input }) => {
      if (mutation !== 'mergeParties') return false;
      const { into, from } = input as { into: string; from: string[] };
      const gone = from.map((id) => followed(store, id));
      return twinsOf(store, followed(store, into), gone).some(({ kept, other }) => {
        const [one, two] = [kept.content as Assertion, other.content as Assertion];
        return kept.type === 'ASSERTION' && !(same(one.via, two.via) && one.inResponseTo === two.inResponseTo);
      });
    },
  },
  {
    what: 'an import with a changed body moves a quotation to a look-alike, or asks for ever to be imported again',
    isShape: (store, { mutation, input }) =>
      mutation === 'importDossier' &&
      ((input as ImportInput).dossier.statements ?? []).some(({ key, body }) => {
        const stored = nodesOf(store, 'STATEMENT').find(({ content }) => content.slug === key);
        if (stored === undefined || body === undefined) return false;
        const quotations = saidOf(store).filter(
          ({ content }) => content.statement === stored.id && content.anchor !== null,
        );
        return quotations.some(({ content }) =>
          [stored.content.body, body].some(
            (text) => placesOf(text.normalize('NFC'), content.anchor?.exact ?? '').length !== 1,
          ),
        );
      }),
  },
];

/** Whether a mutation has such a shape. */
export const isKnownDefect = (store: PlainStore, request: Request): boolean =>
  KNOWN_DEFECTS.some(({ isShape }) => isShape(store, request));
