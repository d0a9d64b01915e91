import { Agent, request } from 'node:http';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from './deliver';

const EVERY_MS = 200;

/** Clients share the server by their addresses, and the reader is another one. Other systems have one loopback address. */
const OWN_ADDRESS = platform() === 'linux' ? '127.0.0.2' : undefined;

/** What a front-end asks: several lists deep, and with a search. */
const QUERY = `query ($term: String!) {
  allegations(first: 5, where: { search: $term }) {
    totalCount
    nodes {
      summary standing accused { name }
      assertions(first: 3) { nodes { stance speaker { name } statement { title issuers { name } } } }
    }
  }
}`;

const TERMS = ['bridge', 'harbour', 'closed', 'purpose', 'dockers'];

/** One answer that the reader got, or did not get. */
export interface Reading {
  readonly milliseconds: number;
  /** What was wrong with the answer; undefined where nothing was. */
  readonly fault?: string;
}

/** A reader who asks something ordinary all the time, over a connection of their own. */
export class PatientReader {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly readings: Reading[] = [];
  private isReading = true;
  private readonly done: Promise<void>;

  constructor(private readonly address: Address) {
    this.done = this.read();
  }

  /** Stops, and gives all that was read. */
  async stop(): Promise<readonly Reading[]> {
    this.isReading = false;
    await this.done;
    this.agent.destroy();
    return this.readings;
  }

  private async read(): Promise<void> {
    for (let turn = 0; this.isReading; turn++) {
      const start = performance.now();
      const fault = await this.ask(TERMS[turn % TERMS.length]!);
      const milliseconds = performance.now() - start;
      this.readings.push({ milliseconds, fault });
      await sleep(Math.max(0, EVERY_MS - milliseconds));
    }
  }

  private ask(term: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const body = JSON.stringify({ query: QUERY, variables: { term } });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const { host, port } = this.address;
      const where = { host, port, localAddress: OWN_ADDRESS, method: 'POST', path: '/graphql' };
      const outgoing = request({ ...where, headers, agent: this.agent });
      outgoing.on('error', (error) => {
        resolve(error.message);
      });
      outgoing.on('response', (incoming) => {
        let text = '';
        incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
        incoming.on('error', (error) => {
          resolve(error.message);
        });
        incoming.on('end', () => {
          const isGood = incoming.statusCode === 200 && text.startsWith('{"data":{"allegations":{"totalCount":');
          resolve(isGood ? undefined : `${String(incoming.statusCode)} ${text.slice(0, 200)}`);
        });
      });
      outgoing.end(body);
    });
  }
}
