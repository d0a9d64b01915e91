import { FieldResolver, Resolver, Root } from 'type-graphql';
import { UnmergePartiesPayload } from '../models/payloads.model';
import type { UnmergeRemainder } from '../models/unmergeRemainder.model';

/** Where a payload keeps what was not put back. No response key can have this name. */
export const REMAINING = '@remaining';

/** What the payload of an unmerge has beside what is read. */
@Resolver(() => UnmergePartiesPayload)
export class UnmergePartiesPayloadResolver {
  @FieldResolver()
  remaining(@Root() payload: { readonly [REMAINING]: UnmergeRemainder[] }): UnmergeRemainder[] {
    return payload[REMAINING];
  }
}
