import { signedNumber } from '../../core/decimal.ts';
import type { Lines } from '../../core/report.ts';
import { mismatch } from '../../shapes/row.ts';
import { type SocketBatch, tailEnd, tailStart } from '../../tables/inet/batch.ts';

const space = 0x20;

/** A token: its position after the inode, its name in messages, and its valid range. */
type TailToken = {
  readonly token: number;
  readonly name: string;
  readonly smallest: number;
  readonly largest: number;
};

/** USER_HZ. The kernel prints times in hundredths of a second, whatever its own tick is (jiffies_to_clock_t). */
export const msPerTick = 10;
const mostTicks = Math.floor(Number.MAX_SAFE_INTEGER / msPerTick);
const mostUnsigned = 2 ** 32 - 1;
const leastSigned = -(2 ** 31);

/** After a TCP row's inode: a reference count, a pointer, and these (get_tcp4_sock). */
export const rto: TailToken = { token: 2, name: 'rto', smallest: 0, largest: mostTicks };
export const ato: TailToken = { token: 3, name: 'ato', smallest: 0, largest: mostTicks };
export const cwnd: TailToken = { token: 5, name: 'cwnd', smallest: 0, largest: mostUnsigned };
export const ssthresh: TailToken = {
  token: 6,
  name: 'ssthresh',
  smallest: leastSigned,
  largest: mostUnsigned,
};
/** After any other row's inode: a reference count, a pointer, and this, which is signed in kernels up to 4.19. */
export const drops: TailToken = { token: 2, name: 'drops', smallest: leastSigned, largest: mostUnsigned };
export const datagramTail = 3;

/** More tokens than any protocol's rows have. */
const most = 8;

/** What follows a row's inode: tokens whose meaning depends on the protocol, fewer of them on old kernels. */
export class Tail {
  /** Reset to false for each row. */
  isSplit = false;
  readonly #batch: SocketBatch;
  readonly #lines: Lines;
  /** The line on which a token was last rejected, so that reading it again does not report it again. */
  readonly #rejected = new Map<TailToken, number>();
  readonly #starts = new Int32Array(most);
  readonly #ends = new Int32Array(most);
  #count = 0;

  constructor(batch: SocketBatch, lines: Lines) {
    this.#batch = batch;
    this.#lines = lines;
  }

  /** Whether there are exactly this many tokens. */
  has(count: number): boolean {
    if (!this.isSplit) this.#split();
    return this.#count === count;
  }

  /** The token's number; null if the row is too short or, with a warning, if the token is invalid. */
  number(wanted: TailToken): number | null {
    if (!this.isSplit) this.#split();
    const { token, smallest, largest } = wanted;
    if (token >= this.#count) return null;
    const value = signedNumber(this.#batch.bytes, this.#starts[token]!, this.#ends[token]!);
    if (value !== null && value >= smallest && value <= largest) return value;
    this.#reject(wanted);
    return null;
  }

  /** The same, converted from clock ticks to milliseconds. */
  ms(wanted: TailToken): number | null {
    const ticks = this.number(wanted);
    return ticks === null ? null : ticks * msPerTick;
  }

  #reject(wanted: TailToken): void {
    const { number } = this.#lines;
    if (this.#rejected.get(wanted) === number) return;
    this.#rejected.set(wanted, number);
    const { token, name, smallest, largest } = wanted;
    const expected = `a number from ${smallest} to ${largest}`;
    const [start, end] = [this.#starts[token]!, this.#ends[token]!];
    this.#lines.reject(name, mismatch(expected, this.#batch.bytes, start, end));
  }

  #split(): void {
    const { bytes, words, start } = this.#batch;
    const end = words[start + tailEnd]!;
    let at = words[start + tailStart]!;
    let count = 0;
    while (count < most) {
      while (at < end && bytes[at]! <= space) at++;
      if (at === end) break;
      this.#starts[count] = at;
      while (at < end && bytes[at]! > space) at++;
      this.#ends[count] = at;
      count++;
    }
    this.#count = count;
    this.isSplit = true;
  }
}
