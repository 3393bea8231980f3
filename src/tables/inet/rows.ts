import type { Lines } from '../../core/report.ts';
import { isEmptyLine, mismatch } from '../../shapes/row.ts';
import { Seen } from '../../shapes/seen.ts';
import { isNew, mostRows, SocketBatch, swapAddresses, tailEnd, wordsOfRow } from './batch.ts';
import { SocketRowParser } from './parser.ts';
import type { Token } from './tokens.ts';
import { decodeUsual } from './usual.ts';

const space = 0x20;

/** The rows of one table, each once although the kernel may repeat rows of a changing table. `next` advances the batch. */
export class SocketRows {
  readonly batch: SocketBatch;
  readonly #lines: Lines;
  readonly #parser: SocketRowParser;
  readonly #seen: Seen;
  readonly #isBigEndian: boolean;
  #row = 0;
  #headerDue = true;

  constructor(lines: Lines, size: 1 | 4, endian: 'little' | 'big') {
    this.batch = new SocketBatch(size);
    this.#lines = lines;
    this.#parser = new SocketRowParser(this.batch);
    this.#seen = new Seen(lines, mostRows);
    this.#isBigEndian = endian === 'big';
  }

  /** Advances to the next row that is well formed and new; false after the last one. */
  next(): boolean {
    const { batch } = this;
    const lines = this.#lines;
    for (;;) {
      this.#row++;
      if (this.#row < batch.count) lines.moveTo(batch.words[this.#row * wordsOfRow + tailEnd]!);
      else if (!this.#fill()) return false;
      batch.moveTo(this.#row);
      if (batch.words[batch.start + isNew] === 0) continue;
      if (this.#isBigEndian) swapAddresses(batch);
      lines.accept();
      return true;
    }
  }

  /** Advances to the next line that is a row, and decodes the rows after it that are already in the buffer. */
  #fill(): boolean {
    const lines = this.#lines;
    const { batch } = this;
    this.#row = 0;
    batch.count = 0;
    do {
      if (!lines.next()) return false;
      this.#decodeFrom(lines.start);
    } while (batch.count === 0 && !this.#parse());
    batch.bytes = lines.bytes;
    this.#headerDue = false;
    this.#seen.addRows(batch.words, batch.count, wordsOfRow, batch.keyLength, isNew);
    return true;
  }

  #decodeFrom(start: number): void {
    const { bytes, filled } = this.#lines;
    const { batch } = this;
    for (let at = start; !batch.isFull; batch.count++) {
      const end = decodeUsual(bytes, at, filled, batch);
      if (end < 0) break;
      at = end + 1;
    }
  }

  /** Parses a line in an unusual form. True if it is a row, which then is a batch of its own. */
  #parse(): boolean {
    const lines = this.#lines;
    if (isEmptyLine(lines)) return false;
    const mayBeHeader = this.#headerDue;
    this.#headerDue = false;
    if (mayBeHeader && isSocketHeader(lines)) {
      lines.acceptHeader();
      return false;
    }
    const mismatched = this.#parser.parse(lines.bytes, lines.start, lines.end);
    if (mismatched !== null) this.#reject(mismatched);
    else this.batch.count = 1;
    return mismatched === null;
  }

  #reject([name, expected]: Token): void {
    const { bytes, end } = this.#lines;
    const { at } = this.#parser;
    let tokenEnd = at;
    while (tokenEnd < end && bytes[tokenEnd]! > space) tokenEnd++;
    this.#lines.reject(name, mismatch(expected, bytes, at, tokenEnd));
  }
}

const isSocketHeader = ({ bytes, start, end }: Lines): boolean => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .toLowerCase();
  // A row followed by a header on the same line is still a row.
  return !/^ *\d+: /.test(text) && (text.includes('local_address') || /^ *sl /.test(text));
};
