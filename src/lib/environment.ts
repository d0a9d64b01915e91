import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { checkOidcVariables, oidcSettings, type OidcSettings, oidcVariables } from './oidcSettings';

// graphql-js checks every value against a second copy of itself unless told that this is no development; main.ts loads this
// file before anything that looks.
process.env.NODE_ENV ??= 'production';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const days = positive.max(3650);

/**
 * Pages on the machine of whoever runs a browser may read unless told, which is what a front-end developer needs. No page
 * of the wide web may: a store on a researcher's own machine is not public only because its content is PUBLISHED.
 */
const corsOrigins = z
  .string()
  .default('localhost')
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(
    z.array(
      z.string().regex(/^(localhost|none|\*|https?:\/\/[^\s/]+)$/, {
        error: 'must be origins such as https://example.org, separated by commas, or localhost, none or *',
      }),
    ),
  );

const trustedProxies = z
  .string()
  .default('')
  .transform((text) => (text === '' ? [] : text.split(',').map((range) => range.trim())))
  .pipe(
    z.array(
      z.string().refine(isAddressRange, {
        error: 'must be addresses or ranges such as 10.0.0.1 or 10.0.0.0/8, separated by commas',
      }),
    ),
  );

/** Whether a text is an IP address, alone or with the length of a prefix. */
function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const isPrefix = prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= longest);
  return longest > 0 && isPrefix && rest.length === 0;
}

/** Directives as RFC 9111 writes them, on one line. */
const cacheControl = z.string().regex(/^[a-z-]+(=(\d+|"[\w ,-]*"))?(, ?[a-z-]+(=(\d+|"[\w ,-]*"))?)*$/, {
  error: 'must be directives such as no-cache or public, max-age=60, separated by commas',
});

const allowedHosts = z
  .string()
  .default('')
  .transform((text) => (text === '' ? [] : text.split(',').map((name) => name.trim().toLowerCase())))
  .pipe(
    z.array(
      z.string().regex(/^(\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/, {
        error: 'must be names such as example.org, or .example.org for its subdomains too, separated by commas, or *',
      }),
    ),
  );

const variables = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional(),
  ALLEGATA_DATA_DIR: z.string().min(1).default('data'),
  ALLEGATA_EXAMPLE: z.enum(['on', 'off']).default('on'),
  ALLEGATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ALLEGATA_PREPARED_STATEMENTS: z.enum(['on', 'off']).default('on'),
  ALLEGATA_STATEMENT_TIMEOUT_MS: positive.default(10_000),
  ALLEGATA_COST_LIMIT: positive.default(100_000),
  ALLEGATA_CLIENT_COST_PER_MINUTE: z.union([z.literal('off').transform(() => Infinity), positive]).default(6_000_000),
  ALLEGATA_ANSWER_LIMIT_BYTES: positive.max(512 * 1024 * 1024).default(32 * 1024 * 1024),
  ALLEGATA_POOL_SIZE: positive.default(10),
  ALLEGATA_WRITE_POOL_SIZE: positive.default(10),
  ALLEGATA_DOSSIER_LIMIT_BYTES: positive.default(64 * 1024 * 1024),
  ALLEGATA_CHANGES_KEPT: days.default(7),
  ALLEGATA_CORS_ORIGINS: corsOrigins,
  ALLEGATA_TRUSTED_PROXIES: trustedProxies,
  ALLEGATA_ALLOWED_HOSTS: allowedHosts,
  ALLEGATA_BATCH_LIMIT: z.union([z.literal('off').transform(() => 0), positive.max(100)]).default(0),
  ALLEGATA_CACHE_CONTROL: cacheControl.default('no-cache'),
  ALLEGATA_CACHE_CONTROL_EDITORS: cacheControl.default('private, no-store'),
  ALLEGATA_TRUSTED_DOCUMENTS: z.string().optional(),
  ALLEGATA_ONLY_TRUSTED_DOCUMENTS: z.enum(['on', 'off']).default('off'),
  ALLEGATA_METRICS: z.enum(['loopback', 'token', 'open', 'off']).default('loopback'),
  ALLEGATA_MAX_SOCKETS: positive.default(5_000),
  ALLEGATA_MAX_SOCKETS_PER_CLIENT: positive.default(1_000),
  ALLEGATA_MAX_SUBSCRIPTIONS: positive.default(20_000),
  ALLEGATA_MAX_SUBSCRIPTIONS_PER_CLIENT: positive.default(5_000),
  ...oidcVariables,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(4000),
});

const schema = variables.superRefine(checkOidcVariables).superRefine((given, context) => {
  if (given.ALLEGATA_ONLY_TRUSTED_DOCUMENTS === 'off' || given.ALLEGATA_TRUSTED_DOCUMENTS !== undefined) return;
  const message = 'is missing; ALLEGATA_ONLY_TRUSTED_DOCUMENTS=on cannot do without';
  context.addIssue({ code: 'custom', path: ['ALLEGATA_TRUSTED_DOCUMENTS'], message });
});

/** All settings of the program. This is the only file that reads the environment. */
export interface Environment {
  /** A PostgreSQL server to use; undefined means the embedded one. */
  databaseUrl: string | undefined;
  /** Absolute folder of the embedded PostgreSQL's data. */
  dataDir: string;
  /** Whether an empty store is filled with the example dossier at start. */
  example: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Whether reads are named prepared statements; off for a pooler that cannot keep them. */
  preparedStatements: boolean;
  /** Milliseconds after which PostgreSQL ends a read. */
  statementTimeoutMs: number;
  /** What one operation may cost at worst. */
  costLimit: number;
  /** What the large operations of one client may cost in a minute; Infinity for any. */
  clientCostPerMinute: number;
  /** Bytes that the answer of an operation may have. */
  answerLimitBytes: number;
  /** Connections that reads may hold at once. */
  poolSize: number;
  /** Connections that writes may hold at once. */
  writePoolSize: number;
  /** Bytes that a dossier, and each file it names, may have. */
  dossierLimitBytes: number;
  /** Days for which live changes are kept for who comes back. */
  changesKeptDays: number;
  /** Origins whose pages may read: localhost stands for any on the browser's machine, * for all, none for none. */
  corsOrigins: readonly string[];
  /** Addresses and CIDR ranges of proxies that are believed when they say in X-Forwarded-For who their client is. */
  trustedProxies: readonly string[];
  /** Names in Host that are served beside those of the machine itself; a leading dot includes subdomains, * is any. */
  allowedHosts: readonly string[];
  /** Operations that one request over HTTP may have; 0 where it may have no list of them. */
  batchLimit: number;
  /** Cache-Control of what is read by GET, for those who see published content and for editors. */
  cacheControl: Readonly<Record<'READER' | 'EDITOR', string>>;
  /** Absolute path of the manifest of trusted documents; undefined where there is none. */
  trustedDocuments: string | undefined;
  /** Whether no other documents may run. */
  onlyTrustedDocuments: boolean;
  /** Who may read /metrics: this machine, whoever shows a valid token, anybody, or nobody. */
  metrics: 'loopback' | 'token' | 'open' | 'off';
  /** WebSockets and event streams that may be open at once, in all and for each client. */
  maxSockets: number;
  maxSocketsPerClient: number;
  /** Subscriptions that may be open at once, in all and for each client. */
  maxSubscriptions: number;
  maxSubscriptionsPerClient: number;
  /** The OpenID Connect issuer whose tokens are taken; undefined where none is. */
  oidc: OidcSettings | undefined;
  host: string;
  /** TCP port; 0 takes a free one. */
  port: number;
}

/**
 * Reads and checks the settings.
 *
 * @param source the variables; default: the process's own
 * @throws Error that names each variable that is wrong, and what would be right
 */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  // A variable that is set to nothing is one that is not set, as shells and compose files leave it.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are wrong:\n${faults.join('\n')}`);
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    dataDir: resolve(value.ALLEGATA_DATA_DIR),
    example: value.ALLEGATA_EXAMPLE === 'on',
    logLevel: value.ALLEGATA_LOG_LEVEL,
    preparedStatements: value.ALLEGATA_PREPARED_STATEMENTS === 'on',
    statementTimeoutMs: value.ALLEGATA_STATEMENT_TIMEOUT_MS,
    costLimit: value.ALLEGATA_COST_LIMIT,
    clientCostPerMinute: value.ALLEGATA_CLIENT_COST_PER_MINUTE,
    answerLimitBytes: value.ALLEGATA_ANSWER_LIMIT_BYTES,
    poolSize: value.ALLEGATA_POOL_SIZE,
    writePoolSize: value.ALLEGATA_WRITE_POOL_SIZE,
    dossierLimitBytes: value.ALLEGATA_DOSSIER_LIMIT_BYTES,
    changesKeptDays: value.ALLEGATA_CHANGES_KEPT,
    corsOrigins: value.ALLEGATA_CORS_ORIGINS,
    trustedProxies: value.ALLEGATA_TRUSTED_PROXIES,
    allowedHosts: value.ALLEGATA_ALLOWED_HOSTS,
    batchLimit: value.ALLEGATA_BATCH_LIMIT,
    cacheControl: { READER: value.ALLEGATA_CACHE_CONTROL, EDITOR: value.ALLEGATA_CACHE_CONTROL_EDITORS },
    trustedDocuments: value.ALLEGATA_TRUSTED_DOCUMENTS && resolve(value.ALLEGATA_TRUSTED_DOCUMENTS),
    onlyTrustedDocuments: value.ALLEGATA_ONLY_TRUSTED_DOCUMENTS === 'on',
    metrics: value.ALLEGATA_METRICS,
    maxSockets: value.ALLEGATA_MAX_SOCKETS,
    maxSocketsPerClient: value.ALLEGATA_MAX_SOCKETS_PER_CLIENT,
    maxSubscriptions: value.ALLEGATA_MAX_SUBSCRIPTIONS,
    maxSubscriptionsPerClient: value.ALLEGATA_MAX_SUBSCRIPTIONS_PER_CLIENT,
    oidc: oidcSettings(value),
    host: value.HOST,
    port: value.PORT,
  };
}
