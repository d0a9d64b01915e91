import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/client';
import { statementName, UNPREPARED, WriteConnections } from './writeConnections';

/** The store, connected: pools apart for what must not wait for each other. */
export interface Database {
  /** For reads: PostgreSQL ends a statement that takes longer than the time limit. */
  readonly pool: Pool;
  /** For the objects that mutations answer with, once they have written. The same time limit. */
  readonly answers: Pool;
  /** For what the program itself has to ask at any time: tokens, health, live changes, webhooks. The same time limit. */
  readonly internal: Pool;
  /** For imports and exports, which take their time. */
  readonly dossiers: Pool;
  /** For mutations, each a short transaction. */
  readonly writes: WriteConnections;
  /** For all else that is written, on the connections of mutations, and without a time limit. */
  readonly prisma: PrismaClient;
  /** Waits for what is under way and gives all connections back. More than once is harmless. */
  close(): Promise<void>;
}

/** A store whose server may come to have another address. */
export interface ConnectedDatabase extends Database {
  /** New connections go to this address from now on. */
  redirect(url: string): void;
}

/** How to connect; each has a default. */
export interface DatabaseOptions {
  /** Connections that reads may hold at once (10). Mutations' answers, dossiers and the program itself hold up to 12 more. */
  poolSize?: number;
  /** Connections that writes may hold at once (10). */
  writePoolSize?: number;
  /** Milliseconds after which PostgreSQL ends a read (none). */
  statementTimeoutMs?: number;
  /** Whether Prisma's statements are prepared once a connection, by name (true). */
  preparedStatements?: boolean;
  /** Told of a connection that broke while nobody used it; it is replaced when next needed. */
  onConnectionLost?: (error: Error) => void;
}

/** Connections that a process may hold at once beside those of the options. */
export const ANSWER_POOL_SIZE = 4;
export const INTERNAL_POOL_SIZE = 4;
export const DOSSIER_POOL_SIZE = 4;

/** An idle connection is kept for five minutes: a new one has to prepare its statements anew. */
const IDLE_MS = 5 * 60 * 1000;

/** Milliseconds for which a request waits for a connection before it fails. */
const CONNECTION_TIMEOUT_MS = 10_000;

/**
 * Connects to a store that is migrated. Connections are opened when they are needed, so a server that is away shows
 * at the first query.
 *
 * @param url postgresql:// address, with any parameter that pg knows
 */
export function connectDatabase(url: string, options: DatabaseOptions = {}): ConnectedDatabase {
  const { poolSize = 10, writePoolSize = 10, statementTimeoutMs, preparedStatements = true } = options;
  const { onConnectionLost = ignore } = options;
  const shared = {
    connectionString: withSessionSettings(url),
    application_name: 'allegata',
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  };
  const limited = { ...shared, statement_timeout: statementTimeoutMs ?? (false as const) };
  const pool = new Pool({ ...limited, max: poolSize });
  const answers = new Pool({ ...limited, max: ANSWER_POOL_SIZE });
  const internal = new Pool({ ...limited, max: INTERNAL_POOL_SIZE });
  const dossiers = new Pool({ ...shared, max: DOSSIER_POOL_SIZE });
  const writers = new Pool({ ...shared, max: writePoolSize });
  const pools = [pool, answers, internal, dossiers, writers];
  for (const each of pools) {
    // Without a listener, a connection that the server closes would end the process.
    each.on('error', onConnectionLost);
    // The pool listens to connections that nobody uses; one that breaks in use fails its statement and is told besides.
    each.on('connect', (client) => client.on('error', ignore));
  }
  const adapter = new PrismaPg(
    writers,
    preparedStatements
      ? { statementNameGenerator: ({ sql }) => (sql.startsWith(UNPREPARED) ? '' : statementName(sql)) }
      : {},
  );
  const prisma = new PrismaClient({ adapter });
  const writes = new WriteConnections(writers, preparedStatements);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await Promise.all(pools.map((each) => each.end()));
  };
  const redirect = (to: string): void => {
    for (const each of pools) {
      each.options.connectionString = withSessionSettings(to);
    }
  };
  return { pool, answers, internal, dossiers, writes, prisma, redirect, close: () => (closing ??= close()) };
}

/** A broken idle connection is no event for a caller who did not ask: the pool opens another. */
function ignore(): void {
  return undefined;
}

/**
 * Reads are many and short: compiling one to machine code costs more than it saves. And what they read is in memory or on a
 * disk without a moving head, where a page out of order costs little more than the next one. The address may say otherwise.
 */
const PLANNER_SETTINGS = '-c jit=off -c random_page_cost=1.1';

/**
 * Prisma writes instants without a zone and reads dates in ISO style, so each connection has to have both, whatever
 * the server's default is. They are asked for while connecting; what the address itself asks for comes along.
 */
function withSessionSettings(url: string): string {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.set('options', `${PLANNER_SETTINGS} ${given} -c TimeZone=UTC -c DateStyle=ISO,MDY`);
  return address.href;
}
