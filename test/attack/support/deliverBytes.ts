import { connect } from 'node:net';
import type { RawDelivery } from './attack';
import type { Address } from './deliver';
import { codesOf, excerptOf, type Outcome } from './outcome';
import { writeSteps } from './writeSteps';

const LISTENS_MS = 300;

/** Writes bytes to a connection, and leaves once the server has been silent for a while or has ended it. */
export function deliverBytes(
  { host, port }: Address,
  { steps, reads = true, listens = LISTENS_MS }: RawDelivery,
  milliseconds: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, host);
    let silence: NodeJS.Timeout | undefined;
    const finish = (isEnded: boolean): void => {
      clearTimeout(silence);
      clearTimeout(end);
      socket.destroy();
      const bytes = Buffer.concat(chunks);
      const text = bytes.toString();
      resolve({ ...readAnswers(text), isEnded, bytes: bytes.length, excerpt: excerptOf(text) });
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
    if (reads) {
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        if (silence !== undefined) listen();
      });
    } else socket.pause();
    socket.on('connect', () => {
      void writeSteps(socket, steps).then(listen);
    });
  });
}

/** The worst status and all codes of the answers in a text. */
function readAnswers(text: string): Pick<Outcome, 'status' | 'codes'> {
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  const final = statuses.filter((status) => status >= 200);
  const bodies = [...text.matchAll(/\r\n\r\n(\{.*?\}\s*)(?=HTTP\/1\.1 |$)/gs)].map(([, body = '']) => body);
  return { status: final.length > 0 ? Math.max(...final) : undefined, codes: bodies.flatMap(codesOf) };
}
