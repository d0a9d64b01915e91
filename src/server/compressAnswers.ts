import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { type Encoding, encodingFor } from './encodingFor';

/** Bytes from which an answer is compressed: a shorter one fits into one packet either way. */
const LEAST_BYTES = 1_400;

/** How many are compressed at once: Node.js has four threads for this and for files, host names and keys. And how many wait. */
const AT_ONCE = 2;
const MOST_WAITING = 32;

/** Qualities of brotli and gzip. Better ones take many times as long for some per cent less. */
const QUALITY = 4;
const LEVEL = 4;

/**
 * Compresses a text; a piece of work for another thread.
 *
 * @param quality of brotli
 */
export function compress(
  text: string | Buffer,
  encoding: Exclude<Encoding, 'identity'>,
  quality = QUALITY,
): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(text, { level: LEVEL });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
  };
  return promisify(brotliCompress)(text, { params });
}

/**
 * Compresses answers for clients that take it. Event streams and WebSockets don't come here: their answers are small, and have to
 * leave at once.
 *
 * The size of an encrypted answer gives away what is repeated in it (BREACH). Nothing secret is beside what an attacker can
 * choose: a browser adds no cookie or token by itself, and no answer repeats a token.
 */
export function compressAnswers(app: FastifyInstance): void {
  const queue = new CompressionQueue();
  app.addHook('onSend', (request, reply, payload, done) => {
    const encoding =
      typeof payload === 'string' && payload.length >= LEAST_BYTES ? encodingFor(request.raw) : 'identity';
    if (typeof payload !== 'string' || encoding === 'identity' || queue.isFull) {
      done(null, payload);
      return;
    }
    queue.run(async () => {
      // Whoever has gone reads neither.
      if (reply.raw.destroyed) {
        done(null, payload);
        return;
      }
      try {
        const compressed = await compress(payload, encoding);
        void reply.header('content-encoding', encoding);
        done(null, compressed);
      } catch (error) {
        done(error as Error);
      }
    });
  });
}

/** Compresses a few answers at once, in their order. What doesn't fit into it goes out as it is, so that it holds little. */
class CompressionQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  get isFull(): boolean {
    return this.waiting.length >= MOST_WAITING;
  }

  run(work: () => Promise<void>): void {
    this.waiting.push(work);
    if (this.running < AT_ONCE) void this.next();
  }

  private async next(): Promise<void> {
    this.running += 1;
    for (let work = this.waiting.shift(); work !== undefined; work = this.waiting.shift()) await work();
    this.running -= 1;
  }
}
