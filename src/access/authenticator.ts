import type { Database } from '../database/database';
import { type Actor, ANONYMOUS } from '../lib/actor';
import type { Environment } from '../lib/environment';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Logger } from '../lib/logger';
import { ApiTokenCheck } from './apiTokenCheck';
import { SECRET_PREFIX } from './apiTokenSecret';
import type { JwtCheck } from './jwtCheck';

/** `Bearer`, in any case, and one token (RFC 6750, section 2.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/**
 * Tells who asks.
 *
 * @param authorization the header of that name; undefined where there is none, and only then is somebody anonymous
 * @throws RequestError UNAUTHENTICATED where it holds no token that is valid now, IDENTITY_PROVIDER_UNAVAILABLE where that
 *   cannot be told; an error of pg's where the database is away
 */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

/**
 * Makes the function that identifies who sends a request: by the API tokens of the database and, if an OpenID Connect issuer is
 * set, by its JWTs.
 *
 * @throws Error that says which setting is wrong
 */
export async function createAuthenticator(
  database: Database,
  { oidc, preparedStatements }: Pick<Environment, 'oidc' | 'preparedStatements'>,
  log: Logger,
): Promise<Authenticate> {
  const apiTokens = new ApiTokenCheck(database, preparedStatements, log);
  const checkJwt = oidc === undefined ? undefined : await jwtActors(oidc, log);
  return async (authorization) => {
    if (authorization === undefined) return ANONYMOUS;
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) {
      throw unauthenticated('The header "authorization" must be the word Bearer, a space, and one token.');
    }
    const isOurs = token.startsWith(SECRET_PREFIX);
    const actor = isOurs ? await apiTokens.actorOf(token) : await checkJwt?.(token);
    // The answer doesn't say which: that would help somebody who guesses.
    if (actor == null) throw unauthenticated('The token is not valid: it is unknown, malformed, expired or revoked.');
    return actor;
  };
}

/** Identifies the holder of a JWT; null for a JWT that is refused, with the reason in the log. */
async function jwtActors(
  settings: NonNullable<Environment['oidc']>,
  log: Logger,
): Promise<(token: string) => Promise<Actor | null>> {
  // Loaded only where an issuer is set.
  const [{ JwtCheck, JwtRefused }, { KeysUnavailable }] = await Promise.all([import('./jwtCheck'), import('./keySet')]);
  const check: JwtCheck = new JwtCheck(settings);
  await check.checkSettings().catch((error: unknown) => {
    if (error instanceof KeysUnavailable) throw new Error(`ALLEGATA_OIDC_JWKS: ${error.message}`, { cause: error });
    throw error;
  });
  let told: unknown;
  return async (token) => {
    try {
      return await check.actorOf(token);
    } catch (error) {
      if (error instanceof JwtRefused) {
        log.debug({ reason: error.message }, 'A JWT was refused.');
        return null;
      }
      if (!(error instanceof KeysUnavailable)) throw error;
      // One failure answers all requests of some seconds.
      if (error !== told) log.error({ reason: error.message, err: error.cause }, "JWTs can't be checked.");
      told = error;
      const message = "The token can't be checked at the moment. Try the same request again soon.";
      throw new RequestError(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, message, { cause: error });
    }
  };
}

function unauthenticated(message: string): RequestError {
  return new RequestError(ErrorCode.UNAUTHENTICATED, message);
}
