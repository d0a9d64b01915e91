import { errors, type JWTPayload, jwtVerify } from 'jose';
import { type Actor, type ActorRole, isReservedName } from '../lib/actor';
import type { OidcSettings } from '../lib/oidcSettings';
import { characterFault, normalizeLine } from '../lib/unicode';
import { KeySet, KeysUnavailable } from './keySet';

/** Seconds by which the clocks of the issuer and this machine may differ. */
const CLOCK_TOLERANCE_S = 30;

/** Claims that name a person, the most readable first (OpenID Connect Core 1.0, section 5.1). */
const NAME_CLAIMS = ['preferred_username', 'email', 'sub'];

/** UTF-16 units that a name may have, and a subject. */
const NAME_LIMIT = 255;

/** A JWT is not taken; the message is for the log. */
export class JwtRefused extends Error {}

/** Tells whose a JSON Web Token (RFC 7519) of the one OpenID Connect issuer is. */
export class JwtCheck {
  private readonly keys: KeySet;

  constructor(private readonly settings: OidcSettings) {
    this.keys = new KeySet(settings.jwks);
  }

  /**
   * Reads the keys, where that tells of a wrong setting: a file that is not there will not come, an issuer may.
   *
   * @throws KeysUnavailable where the file cannot be read or holds no key set
   */
  async checkSettings(): Promise<void> {
    if (typeof this.settings.jwks === 'string') await this.keys.read();
  }

  /**
   * @param token in the compact serialisation of RFC 7515
   * @throws JwtRefused where it is not valid now, or not for us; KeysUnavailable where that cannot be told
   */
  async actorOf(token: string): Promise<Actor> {
    const payload = await this.verify(token);
    const { sub } = payload;
    if (!isName(sub))
      throw new JwtRefused('Its claim "sub" is missing, or no text of one line that could name somebody.');
    // No issuer has a space (see the settings), so that no subject can pass for another's.
    const id = `oidc:${this.settings.issuer} ${sub}`;
    return { id, name: nameIn(payload) ?? id, role: roleIn(payload, this.settings.roleClaim) };
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms } = this.settings;
    try {
      const { payload } = await jwtVerify(token, this.keys.keyFor, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      if (error instanceof errors.JOSEError) throw new JwtRefused(`${error.code}: ${error.message}`, { cause: error });
      // An RSA key of less than 2,048 bits, for one.
      throw new KeysUnavailable(`A key of the issuer cannot be used: ${String(error)}`, { cause: error });
    }
  }
}

/** The most readable name that passes for nobody whom only the program names. */
function nameIn(payload: JWTPayload): string | undefined {
  return NAME_CLAIMS.map((claim) => payload[claim])
    .filter(isName)
    .map(normalizeLine)
    .find((name) => !isReservedName(name));
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= NAME_LIMIT &&
    characterFault(value, 'one') === null
  );
}

/** The highest role that a claim names, to the letter, as its value or in its list; READER where it names none. */
function roleIn(payload: JWTPayload, claim: string): ActorRole {
  const value = claimAt(payload, claim);
  const named: unknown[] = Array.isArray(value) ? value : [value];
  return (['ADMIN', 'EDITOR'] as const).find((role) => named.includes(role)) ?? 'READER';
}

/** The value of a claim, whose own name may have dots (a web address, for one), or of a path of names with dots between. */
function claimAt(payload: JWTPayload, claim: string): unknown {
  if (Object.hasOwn(payload, claim)) return payload[claim];
  return claim.split('.').reduce<unknown>((value, name) => ownProperty(value, name), payload);
}

function ownProperty(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined;
  return (value as Record<string, unknown>)[name];
}
