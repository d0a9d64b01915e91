import { type AuthChecker, Authorized } from 'type-graphql';
import { type Actor, type ActorRole, ANONYMOUS } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';

/** The roles that something can be kept for. */
export type RequiredRole = Exclude<ActorRole, 'READER'>;

/** The roles, each with all that those before it may do. */
const RANKS: readonly ActorRole[] = ['READER', 'EDITOR', 'ADMIN'];

/**
 * Lets an actor pass who has a role, or one above it.
 *
 * @throws RequestError UNAUTHENTICATED for who shows no token, FORBIDDEN for who is known and may not
 */
export function requireRole(actor: Actor, role: RequiredRole): void {
  if (RANKS.indexOf(actor.role) >= RANKS.indexOf(role)) return;
  if (actor === ANONYMOUS) {
    throw new RequestError(ErrorCode.UNAUTHENTICATED, `This needs a token with the role ${role}.`);
  }
  throw new RequestError(ErrorCode.FORBIDDEN, `This needs the role ${role}; your token has the role ${actor.role}.`);
}

/**
 * Keeps a mutation for a role and those above it. It is type-graphql's @Authorized, for roles that exist.
 *
 * For mutations and subscriptions only: a query that compiles to one SQL statement never comes to its resolver, so what a
 * reader may see is said in the read types.
 */
export function RequireRole(role: RequiredRole): MethodDecorator {
  return Authorized<RequiredRole>(role);
}

/**
 * What type-graphql asks before it calls a resolver that is kept for roles: having one of them, or one above, will do.
 *
 * @throws RequestError as {@link requireRole}; Error where the resolver names no role that there is
 */
export const checkRole: AuthChecker<{ readonly actor: Actor }> = ({ context, info }, roles) => {
  const ranks = roles.map((role) => RANKS.findIndex((known) => known === role));
  const role = RANKS[Math.min(...ranks)];
  if (role === undefined || role === 'READER') {
    throw new Error(
      `${info.parentType.name}.${info.fieldName} is kept for no role that there is: ${roles.join(', ')}.`,
    );
  }
  requireRole(context.actor, role);
  return true;
};
