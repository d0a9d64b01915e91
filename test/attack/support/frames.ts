import type { Bytes } from './attack';

/** The kinds of frames of RFC 6455. */
export const Opcode = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const;

export interface FrameOptions {
  /** Whether it is the last of its message. Default: true. */
  readonly fin?: boolean;
  /** Whether it is masked, as a client's frames must be. Default: true. */
  readonly masked?: boolean;
  /** Bits that no extension has given a meaning to. */
  readonly reserved?: number;
  /** The length that it claims to have, where it is not the length that it has. */
  readonly claims?: bigint;
}

/** A frame as a client sends it. The mask is all zeros, so that it need not be applied. */
export function frame(opcode: number, payload: Bytes = '', options: FrameOptions = {}): Buffer {
  const { fin = true, masked = true, reserved = 0, claims } = options;
  const data = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.concat([Buffer.of(first), lengthOf(claims ?? BigInt(data.length), masked ? 0x80 : 0)]);
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), data]);
}

function lengthOf(length: bigint, mask: number): Buffer {
  if (length < 126n) return Buffer.of(mask | Number(length));
  if (length < 65_536n) {
    const short = Buffer.alloc(3);
    short[0] = mask | 126;
    short.writeUInt16BE(Number(length), 1);
    return short;
  }
  const long = Buffer.alloc(9);
  long[0] = mask | 127;
  long.writeBigUInt64BE(length, 1);
  return long;
}

/** A message of graphql-transport-ws in one frame. */
export function message(value: unknown): Buffer {
  return frame(Opcode.TEXT, JSON.stringify(value));
}

export interface ReceivedFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Takes the whole frames from the beginning of what a server sent, and gives what is left. */
export function takeFrames(bytes: Buffer): { frames: ReceivedFrame[]; rest: Buffer } {
  const frames: ReceivedFrame[] = [];
  let rest = bytes;
  for (;;) {
    const short = (rest[1] ?? 0) & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < head) return { frames, rest };
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < head + length) return { frames, rest };
    frames.push({ opcode: (rest[0] ?? 0) & 0x0f, payload: rest.subarray(head, head + length) });
    rest = rest.subarray(head + length);
  }
}
