import type { Answer } from './sharedAnswers';

const AFTER = Buffer.from('}');

/**
 * Sends the answers of one subscription over a WebSocket. To the protocol, it is a subscription without an answer: it would
 * write each answer anew for every subscriber, where this one sends the same bytes to all.
 */
export class AnswerDelivery implements AsyncIterableIterator<never> {
  private readonly before: Buffer;
  private isOver = false;

  /**
   * @param id of the subscription, as its client names it
   * @param send sends a message in parts; resolves once it has left
   */
  constructor(
    id: string,
    private readonly answers: AsyncIterator<Answer, undefined>,
    private readonly send: (parts: readonly Buffer[]) => Promise<void>,
  ) {
    this.before = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Resolves at the end. */
  async next(): Promise<IteratorResult<never, undefined>> {
    for (;;) {
      const next = await this.answers.next();
      if (next.done === true || this.isOver) return { value: undefined, done: true };
      await this.send([this.before, next.value.json, AFTER]);
    }
  }

  async return(): Promise<IteratorResult<never, undefined>> {
    this.isOver = true;
    await this.answers.return?.();
    return { value: undefined, done: true };
  }
}
