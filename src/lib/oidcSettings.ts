import { resolve } from 'node:path';
import { z } from 'zod';

/** Signature algorithms (RFC 7518, RFC 8037, RFC 9864) that need a public key only: neither `none` nor shared secrets. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

const DEFAULT_ALGORITHMS = 'RS256,ES256,EdDSA';
const DEFAULT_ROLE_CLAIM = 'role';

/** Hosts that name this machine. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Which tokens of an OpenID Connect issuer are taken, and what is read from them. */
export interface OidcSettings {
  /** What `iss` must be, to the letter. */
  readonly issuer: string;
  /** What `aud` must be or contain. */
  readonly audience: string;
  /** Where the issuer's JSON Web Key Set (RFC 7517) is: a web address, or the absolute path of a file. */
  readonly jwks: URL | string;
  /** Values of `alg` that are taken. */
  readonly algorithms: readonly string[];
  /** The claim with the role: its name, or a path with dots. */
  readonly roleClaim: string;
}

const algorithms = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z.enum(ALGORITHMS, {
        error: `must be algorithms with public keys, separated by commas: ${ALGORITHMS.join(', ')}`,
      }),
    ),
  );

/** Keys that anybody on the way could replace would let anybody in. */
const jwks = z.string().transform((text, context): URL | string => {
  if (!/^[a-z][a-z\d+.-]+:/i.test(text)) return resolve(text);
  const address = URL.canParse(text) ? new URL(text) : null;
  const isLocal = address?.protocol === 'http:' && LOOPBACK.test(address.hostname);
  if (address !== null && (address.protocol === 'https:' || isLocal)) return address;
  context.addIssue('must be an https:// address (http:// on this machine only) or the path of a file');
  return z.NEVER;
});

/** The variables of OpenID Connect. */
export const oidcVariables = {
  ALLEGATA_OIDC_ISSUER: z
    .string()
    .regex(/^https?:\/\/[^\s/]\S*$/, 'must be the address that the issuer puts into its tokens as "iss", to the letter')
    .optional(),
  ALLEGATA_OIDC_AUDIENCE: z.string().optional(),
  ALLEGATA_OIDC_JWKS: jwks.optional(),
  ALLEGATA_OIDC_ALGORITHMS: algorithms.optional(),
  ALLEGATA_OIDC_ROLE_CLAIM: z.string().optional(),
};

type OidcVariables = z.infer<z.ZodObject<typeof oidcVariables>>;

/** Says of each variable that the others need and that is missing, so that half a configuration lets nobody in or out. */
export function checkOidcVariables(given: OidcVariables, context: z.RefinementCtx): void {
  const set = Object.keys(oidcVariables).filter((name) => given[name as keyof OidcVariables] !== undefined);
  const needed = ['ALLEGATA_OIDC_ISSUER', 'ALLEGATA_OIDC_AUDIENCE', 'ALLEGATA_OIDC_JWKS'];
  if (set.length === 0) return;
  for (const name of needed.filter((each) => !set.includes(each))) {
    context.addIssue({ code: 'custom', path: [name], message: `is missing; ${set.join(' and ')} cannot do without` });
  }
}

/** The settings that complete variables make; undefined where none is set, and no JWT is taken. */
export function oidcSettings(given: OidcVariables): OidcSettings | undefined {
  const { ALLEGATA_OIDC_ISSUER: issuer, ALLEGATA_OIDC_AUDIENCE: audience, ALLEGATA_OIDC_JWKS: keys } = given;
  if (issuer === undefined || audience === undefined || keys === undefined) return undefined;
  return {
    issuer,
    audience,
    jwks: keys,
    algorithms: given.ALLEGATA_OIDC_ALGORITHMS ?? DEFAULT_ALGORITHMS.split(','),
    roleClaim: given.ALLEGATA_OIDC_ROLE_CLAIM ?? DEFAULT_ROLE_CLAIM,
  };
}
