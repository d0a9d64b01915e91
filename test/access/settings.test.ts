import { resolve } from 'node:path';
import { readEnvironment } from '../../src/lib/environment';

const complete = {
  ALLEGATA_OIDC_ISSUER: 'https://login.example.org/realms/press',
  ALLEGATA_OIDC_AUDIENCE: 'allegata',
  ALLEGATA_OIDC_JWKS: 'https://login.example.org/realms/press/certs',
};

const oidc = (settings: Record<string, string>) => readEnvironment(settings).oidc;

describe('settings that contradict are refused at start', () => {
  test.each([
    [{ ALLEGATA_OIDC_ISSUER: complete.ALLEGATA_OIDC_ISSUER }, ['AUDIENCE', 'JWKS']],
    [{ ALLEGATA_OIDC_AUDIENCE: 'allegata' }, ['ISSUER', 'JWKS']],
    [{ ALLEGATA_OIDC_JWKS: 'keys.json' }, ['ISSUER', 'AUDIENCE']],
    [{ ALLEGATA_OIDC_ALGORITHMS: 'RS256' }, ['ISSUER', 'AUDIENCE', 'JWKS']],
    [{ ALLEGATA_OIDC_ROLE_CLAIM: 'role' }, ['ISSUER', 'AUDIENCE', 'JWKS']],
    [{ ...complete, ALLEGATA_OIDC_AUDIENCE: '' }, ['AUDIENCE']],
  ])('%j', (settings: Record<string, string>, missing) => {
    const set = Object.keys(settings).filter((name) => settings[name] !== '');
    const lines = missing.map((name) => `  ALLEGATA_OIDC_${name}: is missing; ${set.join(' and ')} cannot do without`);
    expect(() => readEnvironment(settings)).toThrow(new Error(`These settings are wrong:\n${lines.join('\n')}`));
  });
});

test.each(['none', 'HS256', 'RS256,HS512', 'RS256,none', 'rs256', 'RS256,', 'RSA1_5'])(
  'the algorithms %s are refused, which need a shared secret or no key, or are none',
  (algorithms) => {
    const settings = { ...complete, ALLEGATA_OIDC_ALGORITHMS: algorithms };
    expect(() => readEnvironment(settings)).toThrow(/ALLEGATA_OIDC_ALGORITHMS.*must be algorithms with public keys/);
  },
);

test.each([
  'http://login.example.org/certs',
  'ftp://login.example.org/certs',
  'https://',
  'http://localhost.evil.org/',
])('keys are not fetched from %s, where somebody on the way could replace them', (jwks) => {
  const settings = { ...complete, ALLEGATA_OIDC_JWKS: jwks };
  expect(() => readEnvironment(settings)).toThrow(/ALLEGATA_OIDC_JWKS: must be an https:\/\/ address/);
});

test.each(['login.example.org', 'press', 'https://', 'https://login.example.org/realms/press desk'])(
  '%s is no issuer',
  (issuer) => {
    expect(() => readEnvironment({ ...complete, ALLEGATA_OIDC_ISSUER: issuer })).toThrow(
      /ALLEGATA_OIDC_ISSUER: must be/,
    );
  },
);

it('takes no JWT unless told', () => {
  expect(oidc({})).toBeUndefined();
});

it('has defaults for what is not needed', () => {
  expect(oidc(complete)).toEqual({
    issuer: complete.ALLEGATA_OIDC_ISSUER,
    audience: 'allegata',
    jwks: new URL(complete.ALLEGATA_OIDC_JWKS),
    algorithms: ['RS256', 'ES256', 'EdDSA'],
    roleClaim: 'role',
  });
});

it('takes keys from this machine without https, and from files', () => {
  const jwks = (text: string) => oidc({ ...complete, ALLEGATA_OIDC_JWKS: text })?.jwks;
  expect(jwks('http://127.0.0.1:8080/certs')).toEqual(new URL('http://127.0.0.1:8080/certs'));
  expect(jwks('http://[::1]:8080/certs')).toEqual(new URL('http://[::1]:8080/certs'));
  expect(jwks('keys/jwks.json')).toBe(resolve('keys/jwks.json'));
});

it('takes lists of algorithms with spaces', () => {
  const settings = { ...complete, ALLEGATA_OIDC_ALGORITHMS: 'PS256, Ed25519' };
  expect(oidc(settings)?.algorithms).toEqual(['PS256', 'Ed25519']);
});
