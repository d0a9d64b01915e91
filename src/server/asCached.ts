import type { Role } from '../read/readType';
import type { HttpAnswer } from './httpAnswer';
import type { RequestContext } from './requestContext';

/** What caches may do with what is read. */
export interface CacheControl {
  /** The header of that name, by role. */
  readonly cacheControl: Readonly<Record<Role, string>>;
}

/**
 * Tells caches what they may do with an answer that was read: its tag, and how long it may be kept. Where the client has it, it is
 * sent 304 and no body (RFC 9110, section 15.4.5). Answers by other methods than GET are for nobody's cache, and stay as they are.
 */
export function asCached(
  answer: HttpAnswer,
  { condition, role }: Pick<RequestContext, 'condition' | 'role'>,
  cacheControl: CacheControl['cacheControl'],
): HttpAnswer {
  if (condition === undefined) return answer;
  const caching: [string, string][] = [['cache-control', cacheControl[role]]];
  if (condition.tag !== null) caching.push(['etag', condition.tag]);
  if (condition.isUnchanged) return { status: 304, headers: caching, text: '' };
  return { ...answer, headers: [...answer.headers, ...caching] };
}
