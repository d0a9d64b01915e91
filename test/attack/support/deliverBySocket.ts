import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { SocketDelivery } from './attack';
import type { Address } from './deliver';
import { Opcode, type ReceivedFrame, takeFrames } from './frames';
import { codesOf, excerptOf, type Outcome } from './outcome';
import { writeSteps } from './writeSteps';

const LISTENS_MS = 300;
const CUT = 1006;

/** Opens a WebSocket, writes frames to it, and leaves once the server has been silent for a while or has ended it. */
export function deliverBySocket(
  address: Address,
  { steps, headers = {}, reads = true, listens = LISTENS_MS }: SocketDelivery,
  milliseconds: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(address.port, address.host);
    const received = new Received();
    let silence: NodeJS.Timeout | undefined;
    const finish = (isCut: boolean): void => {
      clearTimeout(silence);
      clearTimeout(end);
      socket.destroy();
      resolve(received.outcome(isCut));
    };
    const end = setTimeout(finish, milliseconds, false);
    const listen = (): void => {
      if (socket.destroyed) return;
      clearTimeout(silence);
      silence = setTimeout(finish, listens, false);
    };
    socket.on('error', () => undefined);
    socket.on('close', () => {
      finish(true);
    });
    socket.on('data', (chunk) => {
      const isAnsweredNow = received.add(chunk);
      if (received.isClosed) {
        finish(false);
        return;
      }
      if (silence !== undefined) listen();
      if (!isAnsweredNow) return;
      if (!received.isOpen) {
        listen();
        return;
      }
      if (!reads) socket.pause();
      void writeSteps(socket, steps).then(listen);
    });
    socket.write(opening(address, headers));
  });
}

/** The request that opens a WebSocket. */
function opening({ host, port }: Address, headers: Readonly<Record<string, string>>): string {
  const all = {
    host: `${host}:${String(port)}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /graphql HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** What the server has sent: the head of its answer, and then frames. */
class Received {
  private bytes = 0;
  private status: number | undefined;
  private closeCode: number | undefined;
  private rest: Buffer = Buffer.alloc(0);
  private readonly codes: (string | undefined)[] = [];
  private excerpt = '';

  get isOpen(): boolean {
    return this.status === 101;
  }

  get isClosed(): boolean {
    return this.closeCode !== undefined;
  }

  /** Takes what has come; says whether the request for a socket is answered by it. */
  add(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    this.rest = Buffer.concat([this.rest, chunk]);
    const isAnsweredNow = this.status === undefined && this.takesHead();
    if (this.isOpen) this.takeFrames();
    return isAnsweredNow;
  }

  outcome(isCut: boolean): Outcome {
    const { status, bytes, codes, closeCode, excerpt } = this;
    const isEnded = isCut || closeCode !== undefined;
    const code = this.isOpen && isEnded ? (closeCode ?? CUT) : undefined;
    return { status, bytes, codes, closeCode: code, isEnded, excerpt: excerptOf(excerpt) };
  }

  private takesHead(): boolean {
    const text = this.rest.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return false;
    this.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
    this.excerpt = text;
    this.rest = this.rest.subarray(end + 4);
    return true;
  }

  private takeFrames(): void {
    const { frames, rest } = takeFrames(this.rest);
    this.rest = rest;
    for (const one of frames) this.take(one);
  }

  private take({ opcode, payload }: ReceivedFrame): void {
    if (opcode === Opcode.CLOSE) this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    if (opcode !== Opcode.TEXT) return;
    const text = payload.toString();
    this.codes.push(...codesOf(text));
    this.excerpt = text;
  }
}
