import { OutputError } from './errors.ts';

const capacity = 1 << 16;
const flushAt = capacity - (1 << 13);

/** Takes whole rows as bytes, in large chunks. The array is reused after the call returns. */
type Drain = (bytes: Uint8Array) => void;

/** The one output buffer. Formats write bytes into it; it is flushed in large chunks, between rows. */
export class ByteWriter {
  bytes: Buffer = Buffer.allocUnsafe(capacity);
  length = 0;
  readonly #drain: Drain;

  constructor(drain: Drain) {
    this.#drain = drain;
  }

  /** Call between rows; the buffer is never flushed within one. */
  endRow(): void {
    if (this.length >= flushAt) this.flush();
  }

  flush(): void {
    if (this.length === 0) return;
    const { length } = this;
    this.length = 0;
    this.#drain(this.bytes.subarray(0, length));
    if (this.bytes.length > capacity) this.bytes = Buffer.allocUnsafe(capacity);
  }

  /** Makes room for `size` more bytes. The direct writers below rely on rows being shorter than the headroom. */
  reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.bytes.length) return;
    if (needed > 1 << 30) throw new OutputError('one row is larger than 1 GiB', 'ERANGE');
    const larger = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(needed)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** The same, for writers that append at `length` themselves. */
  roomFor(size: number): this {
    if (this.length + size > this.bytes.length) this.reserve(size);
    return this;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Text of any length. ASCII is copied by hand, which beats a runtime call for short strings. */
  text(text: string): void {
    const size = text.length;
    this.reserve(size * 3);
    if (size > 48) {
      this.length += this.bytes.write(text, this.length, 'utf8');
      return;
    }
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < size; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        this.length += this.bytes.write(text, this.length, 'utf8');
        return;
      }
      bytes[at++] = code;
    }
    this.length = at;
  }

  /** Pre-encoded bytes, for words that repeat. */
  word(word: Uint8Array): void {
    const size = word.length;
    if (this.length + size > this.bytes.length) this.reserve(size);
    const { bytes } = this;
    const start = this.length;
    for (let i = 0; i < size; i++) bytes[start + i] = word[i]!;
    this.length = start + size;
  }

  /** An integer from 0 to 2^32-1 in decimal. */
  decimal(value: number): void {
    let at = this.length;
    if (at + 10 > this.bytes.length) this.reserve(10);
    const { bytes } = this;
    if (value < 10) {
      bytes[at] = 0x30 + value;
      this.length = at + 1;
      return;
    }
    let digits = 2;
    for (let limit = 100; value >= limit && digits < 10; limit *= 10) digits++;
    this.length = at + digits;
    let rest = value;
    for (at += digits - 1; digits > 0; digits--) {
      const tenth = Math.floor(rest / 10);
      bytes[at--] = 0x30 + (rest - tenth * 10);
      rest = tenth;
    }
  }

  /** Pads text that takes `written` terminal cells to `width` with spaces. */
  padWritten(written: number, width: number): void {
    const start = this.length;
    const end = start + width - written;
    if (end <= start) return;
    if (end > this.bytes.length) this.reserve(end - start);
    const { bytes } = this;
    for (let at = start; at < end; at++) bytes[at] = 0x20;
    this.length = end;
  }

  /** Right-aligns what was written since `start` to `width`. */
  padStart(start: number, width: number): void {
    const size = this.length - start;
    const shift = width - size;
    if (shift <= 0) return;
    if (this.length + shift > this.bytes.length) this.reserve(shift);
    const { bytes } = this;
    for (let i = this.length - 1; i >= start; i--) bytes[i + shift] = bytes[i]!;
    for (let i = start; i < start + shift; i++) bytes[i] = 0x20;
    this.length += shift;
  }
}
