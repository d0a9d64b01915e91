import { clashOf } from '../store/storeFault';
import type { PlacedFault } from '../store/rules/fault';
import { takenSlugFault } from '../store/rules/heldSlugs';
import { saidTwiceFault } from '../store/rules/saidTwice';
import { inputFault } from './inputReader';

/** What is unique, by the name of its index. */
const CLASHES: Readonly<Record<string, PlacedFault<string>>> = {
  party_slug_key: { at: 'input.slug', ...takenSlugFault('party') },
  statement_slug_key: { at: 'input.slug', ...takenSlugFault('statement') },
  allegation_slug_key: { at: 'input.slug', ...takenSlugFault('allegation') },
  assertion_identity_key: { at: 'input', ...saidTwiceFault('assertion') },
  finding_identity_key: { at: 'input', ...saidTwiceFault('finding') },
};

/**
 * Does the work of a mutation.
 *
 * @throws RequestError CONFLICT where it ran into something unique, with the field that is taken
 */
export async function refuseClash<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const clash = CLASHES[clashOf(error, Object.keys(CLASHES)) ?? ''];
    if (clash === undefined) throw error;
    const cause = error instanceof Error ? error : undefined;
    throw inputFault(clash.at, clash, { cause });
  }
}
