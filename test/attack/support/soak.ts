import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { buildAllegataSchema } from '../../../src/schema/buildSchema';
import { DRAFT_WORDS, markDrafts } from '../../access/draftWorld';
import { loadOracleStore } from '../../oracle/oracleStore';
import { Random } from '../../oracle/random';
import { seedRandomWorld } from '../../oracle/randomWorld';
import { AttackedServer } from './attackedServer';
import { CursorBook } from './cursorBook';
import { ValidOperations, type ValidRequest } from './validOperations';

const CONNECTIONS = 8;
const WORLD_SEED = 53;
const SIZES = { parties: 120, statements: 120, allegations: 150, assertions: 500, findings: 60, published: 0.75 };
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MINUTE = 60_000;

/** What came of a time of valid requests. */
export interface SoakReport {
  requests: number;
  /** Requests that were answered with status 200 and without errors. */
  answered: number;
  /** The first words of each error, and how often it came. */
  errors: Record<string, number>;
  /** Requests with a status of 5xx, or without an answer. */
  failed: string[];
  /** Requests whose answers had something of a draft. */
  leaks: string[];
  /** Lines of the server's log that speak of faults of its own. */
  logged: string[];
  /** By how much the memory of the last minute is above that of the second; undefined where there were not three minutes. */
  grownBytes: number | undefined;
  slowestMs: number;
}

/** Asks a server of its own valid questions for a while, over several connections at once. */
export async function soak(milliseconds: number, seed: number): Promise<SoakReport> {
  const server = await AttackedServer.start(async (database) => {
    await seedRandomWorld(database, WORLD_SEED, SIZES);
    await markDrafts(database.pool);
  });
  try {
    return await new Soak(server, await hiddenIds(server.database.pool)).run(milliseconds, seed);
  } finally {
    await server.stop();
  }
}

/** The ids of all that readers must not see. */
async function hiddenIds(pool: Pool): Promise<ReadonlySet<string>> {
  const tables = ['party', 'statement', 'allegation', 'assertion', 'finding'];
  const each = tables.map((table) => `SELECT id::text FROM ${table} WHERE state <> 'PUBLISHED'`);
  const { rows } = await pool.query<{ id: string }>(each.join(' UNION ALL '));
  return new Set(rows.map(({ id }) => id));
}

class Soak {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly memory: { at: number; bytes: number }[] = [];
  private readonly report: SoakReport = {
    requests: 0,
    answered: 0,
    errors: {},
    failed: [],
    leaks: [],
    logged: [],
    grownBytes: undefined,
    slowestMs: 0,
  };

  constructor(
    private readonly server: AttackedServer,
    private readonly hidden: ReadonlySet<string>,
  ) {}

  async run(milliseconds: number, seed: number): Promise<SoakReport> {
    const store = await loadOracleStore(this.server.database.pool);
    const operations = new ValidOperations(buildAllegataSchema(), store, new CursorBook(this.server));
    const start = performance.now();
    const isOver = (): boolean => performance.now() - start > milliseconds;
    const connection = async (number: number): Promise<void> => {
      const random = new Random(seed * CONNECTIONS + number);
      while (!isOver()) await this.ask(await operations.next(random));
    };
    const watch = async (): Promise<void> => {
      while (!isOver()) {
        this.memory.push({ at: performance.now() - start, bytes: this.server.residentBytes });
        await sleep(1_000);
      }
    };
    await Promise.all([...Array.from({ length: CONNECTIONS }, (_, number) => connection(number)), watch()]);
    this.agent.destroy();
    const isFault = (line: string): boolean => /unhandled|INTERNAL_SERVER_ERROR|"level":(50|60)/i.test(line);
    this.report.logged = this.server.log.split('\n').filter(isFault);
    this.report.grownBytes = this.growth(milliseconds);
    return this.report;
  }

  private growth(milliseconds: number): number | undefined {
    if (milliseconds < 3 * MINUTE) return undefined;
    const between = (from: number, to: number): number => {
      const sizes = this.memory.filter(({ at }) => at >= from && at < to).map(({ bytes }) => bytes);
      return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
    };
    return between(milliseconds - MINUTE, milliseconds) - between(MINUTE, 2 * MINUTE);
  }

  private async ask(asked: ValidRequest): Promise<void> {
    const { report } = this;
    const start = performance.now();
    const { status, body } = await this.post(JSON.stringify(asked));
    report.slowestMs = Math.max(report.slowestMs, performance.now() - start);
    report.requests += 1;
    const asText = `${asked.query} ${JSON.stringify(asked.variables)}`;
    if (status === 0 || status >= 500) report.failed.push(`${status} ${body.slice(0, 300)} for ${asText}`);
    if (this.hasDraft(body)) report.leaks.push(asText);
    const { errors } = status === 0 ? { errors: undefined } : (JSON.parse(body) as { errors?: { message: string }[] });
    if (status === 200 && errors === undefined) report.answered += 1;
    for (const { message } of errors ?? []) {
      const words = message.replace(/[\d,.]+/g, 'N').slice(0, 80);
      report.errors[words] = (report.errors[words] ?? 0) + 1;
    }
  }

  /** Whether an answer has the words or the ids of drafts. What a request says of them comes back in errors only. */
  private hasDraft(body: string): boolean {
    const data = body.startsWith('{"errors"') ? '' : body;
    return (
      DRAFT_WORDS.some((word) => data.includes(word)) || (data.match(UUID) ?? []).some((id) => this.hidden.has(id))
    );
  }

  private post(body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve) => {
      const { host, port } = this.server.address;
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const outgoing = request({ host, port, path: '/graphql', method: 'POST', headers, agent: this.agent });
      const fail = (error: Error): void => {
        resolve({ status: 0, body: error.message });
      };
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', fail);
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        });
      });
      outgoing.end(body);
    });
  }
}
