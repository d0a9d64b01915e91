const HEAD_END = '\r\n\r\n';
const CHUNKS_END = '\r\n0\r\n\r\n';

/** Reads the answers of one kept connection, one after the other: only as much of HTTP/1.1 as servers of JSON use. */
export class ResponseReader {
  #pieces = [];
  #length = 0;
  /** Bytes of the whole answer, once its head has told; NaN where it comes in chunks. */
  #wanted = -1;

  /**
   * @param {Buffer} piece what has arrived
   * @returns {boolean} whether the answer is whole
   * @throws Error where it is neither 200 nor 304, or carries errors
   */
  add(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#wanted === -1) this.#readHead();
    if (this.#wanted === -1) return false;
    if (Number.isNaN(this.#wanted)) return this.#all().subarray(-CHUNKS_END.length).equals(Buffer.from(CHUNKS_END));
    return this.#length >= this.#wanted;
  }

  /** Gives the answer and begins the next. */
  take() {
    const answer = this.#all();
    if (answer.includes('"errors":')) throw new Error(`An answer carries errors: ${answer.toString().slice(0, 2000)}`);
    this.#pieces = [];
    this.#length = 0;
    this.#wanted = -1;
    return answer;
  }

  #all() {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0];
  }

  #readHead() {
    const all = this.#all();
    const end = all.indexOf(HEAD_END);
    if (end === -1) return;
    const head = all.latin1Slice(0, end);
    if (head.startsWith('HTTP/1.1 304')) {
      this.#wanted = end + HEAD_END.length;
      return;
    }
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`Not an answer: ${all.toString().slice(0, 2000)}`);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    this.#wanted = length === null ? NaN : end + HEAD_END.length + Number(length[1]);
  }
}
