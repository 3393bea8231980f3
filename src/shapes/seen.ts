import { sipHash } from './sip-hash.ts';

/** Small, so that the growing code has run and been compiled before there are many rows. */
const slotsAtFirst = 256;

/**
 * Remembers rows by a 64-bit hash, in at most 16 bytes per row. A live table changes while it is read page by page, so the
 * kernel may return a row twice. Two different rows collide once in 10^7 reads of a table of a million rows. The hash key is
 * new in each run, so a crafted row cannot hide another one and crafted rows cannot pile up in one slot.
 *
 *     seen.begin().number(inode).text(bytes, start, end).isNew()
 */
export class Seen {
  readonly #key: Int32Array;
  readonly #hashes: Int32Array;
  #slots = emptySlots(slotsAtFirst);
  #capacity = slotsAtFirst;
  #count = 0;
  #words = new Int32Array(64);
  #length = 0;

  /** `most` rows are taken together. */
  constructor({ secret }: { readonly secret: Int32Array }, most = 1) {
    this.#key = secret;
    this.#hashes = new Int32Array(most * 2);
  }

  /**
   * Takes `count` rows of `stride` words, each starting with a key of `length` words, and sets word `flag` of each to 1 if its
   * key is new, else to 0. Rows are handled as a batch so that their slots, which rarely are in the CPU cache, are fetched in
   * parallel.
   */
  addRows(words: Int32Array, count: number, stride: number, length: number, flag: number): void {
    const hashes = this.#hashes;
    for (let row = 0; row < count; row++) sipHash(words, row * stride, length, this.#key, hashes, row * 2);
    this.#makeRoom(count);
    const slots = this.#slots;
    readPlaces(slots, hashes, count);
    for (let row = 0; row < count; row++) {
      const isNew = insert(slots, hashes[row * 2]!, hashes[row * 2 + 1]!);
      words[row * stride + flag] = isNew;
      this.#count += isNew;
    }
  }

  /** Starts a key of several values, which `isNew` completes. */
  begin(): this {
    this.#length = 0;
    return this;
  }

  /** A signed number of up to 53 bits. */
  number(value: number): this {
    this.#word(value | 0);
    this.#word(Math.floor(value / 2 ** 32));
    return this;
  }

  text(bytes: Uint8Array, start: number, end: number): this {
    this.#word(end - start);
    for (let at = start; at < end; at += 4) this.#word(upToFour(bytes, at, end));
    return this;
  }

  /** True the first time this key is seen. */
  isNew(): boolean {
    const hashes = this.#hashes;
    sipHash(this.#words, 0, this.#length, this.#key, hashes, 0);
    this.#makeRoom(1);
    const isNew = insert(this.#slots, hashes[0]!, hashes[1]!);
    this.#count += isNew;
    return isNew === 1;
  }

  #word(word: number): void {
    if (this.#length === this.#words.length) {
      const longer = new Int32Array(this.#length * 2);
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words[this.#length++] = word;
  }

  #makeRoom(count: number): void {
    while ((this.#count + count) * 5 > this.#capacity * 4) this.#grow();
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity = Math.floor(this.#capacity * 1.6);
    this.#slots = emptySlots(this.#capacity);
    for (let at = 0; at < old.length; at += 2)
      if ((old[at]! | old[at + 1]!) !== 0) insert(this.#slots, old[at]!, old[at + 1]!);
    free(old);
  }
}

/** Scales the hash from 2^32 to the number of slots, without a division. */
const placeOf = (slots: Int32Array, low: number): number =>
  Math.floor((low >>> 0) * (slots.length / 2 ** 33)) * 2;

/** Fetches all their slots. The result only keeps the compiler from dropping the reads. */
const readPlaces = (slots: Int32Array, hashes: Int32Array, count: number): number => {
  let read = 0;
  for (let row = 0; row < count; row++) read ^= slots[placeOf(slots, hashes[row * 2 + 1]!)]!;
  return read;
};

/** Returns 1 if the pair is new, else 0. */
const insert = (slots: Int32Array, high: number, low: number): number => {
  // Two zeros mark an empty slot.
  const half = (high | low) === 0 ? 1 : high;
  const end = slots.length;
  for (let at = placeOf(slots, low); ; at = at + 2 === end ? 0 : at + 2) {
    const here = slots[at]!;
    const beside = slots[at + 1]!;
    if ((here | beside) === 0) {
      slots[at] = half;
      slots[at + 1] = low;
      return 1;
    }
    if (here === half && beside === low) return 0;
  }
};

/** `transfer` in Node.js 21 or later, `resize` before. */
type Freed = ArrayBuffer & { transfer?(bytes: number): ArrayBuffer; resize(bytes: number): void };

const ResizableBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options: { readonly maxByteLength: number },
) => Freed;

/** Words of such buffers are slower to reach, so small tables do without. */
const fewSlots = 1 << 18;
const canTransfer = 'transfer' in ArrayBuffer.prototype;

const emptySlots = (count: number): Int32Array =>
  canTransfer || count < fewSlots
    ? new Int32Array(count * 2)
    : new Int32Array(new ResizableBuffer(count * 8, { maxByteLength: count * 8 }));

/** Frees memory now instead of at the next garbage collection, saving 20 MiB for two million rows. */
const free = ({ length, buffer }: Int32Array): void => {
  if (canTransfer) (buffer as Freed).transfer!(0);
  else if (length >= fewSlots * 2) (buffer as Freed).resize(0);
};

const upToFour = (bytes: Uint8Array, at: number, end: number): number =>
  bytes[at]! |
  (at + 1 < end ? bytes[at + 1]! << 8 : 0) |
  (at + 2 < end ? bytes[at + 2]! << 16 : 0) |
  (at + 3 < end ? bytes[at + 3]! << 24 : 0);
