import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../../../src/access/apiTokens';
import { seedRandomWorld, type WorldSizes } from '../../oracle/randomWorld';
import { addressOf, type Program, startProgram } from '../../server/program';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase';
import type { World } from './attack';
import type { Address } from './deliver';
import { ProcessMemory } from './processMemory';

const SEED = 41;
const SIZES: WorldSizes = { parties: 150, statements: 150, allegations: 200, assertions: 600, findings: 60 };

const COLLECTOR = `${__dirname}/collectOnSignal.cjs`;

/** Milliseconds in which a server must answer that has nothing else to do. */
const ALIVE_MS = 2_000;

/** Milliseconds in which a server may end that is told to. */
const STOP_MS = 12_000;

/** A server as a process of its own, over the example and some hundreds of invented rows. */
export class AttackedServer {
  private program!: Program;
  private url!: URL;
  private memory!: ProcessMemory;
  private earlierLogs = '';
  world!: World;

  private constructor(readonly database: TestDatabase) {}

  /** @param fill puts more into the store; it is called once the example is there */
  static async start(fill: (database: TestDatabase) => Promise<void> = fillWithRows): Promise<AttackedServer> {
    const server = new AttackedServer(await createTestDatabase());
    await server.launch();
    await fill(server.database);
    await server.database.pool.query('VACUUM ANALYZE');
    server.world = await worldOf(server);
    return server;
  }

  get address(): Address {
    return { host: this.url.hostname, port: Number(this.url.port) };
  }

  get endpoint(): string {
    return this.url.href;
  }

  /** All that it has logged. */
  get log(): string {
    return this.earlierLogs + this.program.output.stderr;
  }

  get residentBytes(): number {
    return this.memory.resident();
  }

  /** The most memory that it has had since {@link forgetPeak}. */
  get peakBytes(): number {
    return this.memory.peak();
  }

  forgetPeak(): void {
    this.memory.forgetPeak();
  }

  /** Its memory once it is idle and has collected its garbage. */
  async idleBytes(): Promise<number> {
    // What the first collection frees may hold more, and its pages are given back a little later.
    for (let time = 0; time < 2; time++) {
      await sleep(750);
      this.program.child.kill('SIGUSR2');
    }
    await sleep(1_500);
    return this.residentBytes;
  }

  /** Milliseconds that a query takes which asks for nothing; undefined where it is not answered in time. */
  async answersIn(): Promise<number | undefined> {
    const start = performance.now();
    const { errors } = await this.ask('{ __typename }', {}, ALIVE_MS).catch(() => ({ errors: [] }));
    return errors === undefined ? performance.now() - start : undefined;
  }

  async ask(query: string, variables: unknown = {}, milliseconds = 30_000): Promise<Asked> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(milliseconds),
    });
    return (await response.json()) as Asked;
  }

  async health(): Promise<unknown> {
    return (await fetch(new URL('/health', this.url))).json();
  }

  /** Kills it and starts another over the same store. */
  async restart(): Promise<void> {
    this.program.child.kill('SIGKILL');
    await this.program.ended;
    this.earlierLogs += this.program.output.stderr;
    await this.launch();
  }

  async stop(): Promise<void> {
    const { child, ended } = this.program;
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    await this.database.drop();
  }

  private async launch(): Promise<void> {
    this.program = startProgram(['serve'], {
      DATABASE_URL: this.database.url,
      PORT: '0',
      ALLEGATA_EXAMPLE: 'on',
      ALLEGATA_LOG_LEVEL: 'info',
      NODE_OPTIONS: `--require ${COLLECTOR}`,
    });
    this.url = new URL(await addressOf(this.program));
    if (this.program.child.pid === undefined) await once(this.program.child, 'spawn');
    this.memory = new ProcessMemory(this.program.child.pid!);
    // What is loaded or compiled at the first use is none of an attack's doing.
    for (let time = 0; time < 20; time++) await this.ask(WARMING);
  }
}

interface Asked {
  data?: unknown;
  errors?: unknown[];
}

const WARMING = `{
  parties(first: 5) { totalCount nodes { name statements(first: 2) { nodes { title } } } }
  allegations(first: 5, where: { search: "bridge" }) { nodes { summary standing assertions { nodes { stance } } } }
  search(query: "bridge", first: 3) { nodes { __typename } }
}`;

function fillWithRows(database: TestDatabase): Promise<void> {
  return seedRandomWorld(database, SEED, SIZES);
}

async function worldOf(server: AttackedServer): Promise<World> {
  const { data } = (await server.ask(`{
    parties(first: 2, where: { slug: { startsWith: "party-" } }) { edges { cursor } nodes { id slug } }
    statements(first: 1) { nodes { id } } allegations(first: 1) { nodes { id } } assertions(first: 1) { nodes { id } }
  }`)) as { data: Record<'parties' | 'statements' | 'allegations' | 'assertions', Listed> };
  const tokenOf = async (role: 'EDITOR' | 'ADMIN'): Promise<string> => {
    const { secret } = await createApiToken(server.database, { name: `attacker ${role}`, role, expiresAt: null });
    return `Bearer ${secret}`;
  };
  const { host, port } = server.address;
  return {
    partyId: data.parties.nodes[0]!.id,
    partySlug: data.parties.nodes[0]!.slug!,
    statementId: data.statements.nodes[0]!.id,
    allegationId: data.allegations.nodes[0]!.id,
    assertionId: data.assertions.nodes[0]!.id,
    partyCursor: data.parties.edges![0]!.cursor,
    editor: await tokenOf('EDITOR'),
    admin: await tokenOf('ADMIN'),
    host: `${host}:${port}`,
  };
}

interface Listed {
  nodes: { id: string; slug?: string }[];
  edges?: { cursor: string }[];
}
