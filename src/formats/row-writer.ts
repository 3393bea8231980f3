import { putIpv4, putIpv6 } from '../core/address-words.ts';
import type { ByteWriter } from '../core/bytes.ts';
import type { Vector } from '../core/column.ts';
import type { Cell } from './cell.ts';
import { addressStep, numberStep, type Step, type Steps, stepsOf, unsignedStep, wordStep } from './step.ts';

/** Bound once, because in the bundled command, imports from other chunks are looked up at each use. */
const writeIpv4 = putIpv4;
const writeIpv6 = putIpv6;

const space = 0x20;
const star = 0x2a;
const colon = 0x3a;
const leftBracket = 0x5b;
const rightBracket = 0x5d;

/** Writes rows in any format, directly from the row's numbers if its columns have vectors, else cell by cell. */
export class RowWriter {
  readonly #cells: readonly Cell[];
  readonly #end: string;
  readonly #out: ByteWriter;
  readonly #vectorOf: ((view: never) => Vector | null) | null;
  #vector: Vector | null = null;
  #steps: Steps | null = null;

  /** `end` is written after the last cell of each row. */
  constructor(cells: readonly Cell[], end: string, out: ByteWriter) {
    this.#cells = cells;
    this.#end = end;
    this.#out = out;
    this.#vectorOf = cells.find(({ column }) => column.vector !== undefined)?.column.vector ?? null;
  }

  row(view: never): void {
    const vector = this.#vectorOf === null ? null : this.#vectorOf(view);
    if (this.#steps === null || vector !== this.#vector) this.#begin(view, vector);
    writeSteps(this.#steps!, view, this.#out);
  }

  /** Called when the view's vectors change, i.e. at the start of another table. */
  #begin(view: never, vector: Vector | null): void {
    this.#vector = vector;
    this.#steps = stepsOf(this.#cells, this.#end, view);
  }
}

/** Writes one row. The hot path for long tables, so it avoids closures and strings. */
const writeSteps = (steps: Steps, view: never, out: ByteWriter): void => {
  const { list, rows } = steps;
  const { words, start } = rows;
  out.reserve(steps.room);
  let { bytes, length: at } = out;
  for (let i = 0; i < list.length; i++) {
    const step = list[i]!;
    if (step.kind === wordStep) {
      let spelled = step.spelled[words[start + step.at]!];
      if (spelled === undefined) {
        out.length = at;
        spelled = spell(step, words[start + step.at]!, view, steps);
        out.reserve(steps.room);
        bytes = out.bytes;
      }
      at = putBytes(bytes, at, spelled);
      continue;
    }
    at = putBytes(bytes, at, step.before);
    if (step.kind === unsignedStep) at = putNumber(bytes, at, words[start + step.at]! >>> 0, step.width);
    else if (step.kind === addressStep)
      at = fill(bytes, putAddress(bytes, at, step, words, start), at + step.width);
    else if (step.kind === numberStep && isPlain(step.numbers[step.at]!))
      at = putKept(bytes, at, step.numbers[step.at]!, step);
    else if (step.kind >= numberStep) {
      out.length = at;
      writeCell(step, view, out);
      out.reserve(steps.room);
      bytes = out.bytes;
      at = out.length;
    }
  }
  out.length = at;
};

/** An unsigned 32-bit number, or NaN. */
const isPlain = (value: number): boolean => value >>> 0 === value || Number.isNaN(value);

const putKept = (bytes: Uint8Array, start: number, value: number, step: Step): number =>
  value >>> 0 === value ? putNumber(bytes, start, value, step.width) : putBytes(bytes, start, step.absent);

const spell = (step: Step, code: number, view: never, steps: Steps): Uint8Array => {
  const spelled = Buffer.from(step.spell(code, view));
  step.spelled[code] = spelled;
  steps.room += spelled.length;
  return spelled;
};

const putBytes = (bytes: Uint8Array, start: number, from: Uint8Array): number => {
  const { length } = from;
  for (let at = 0; at < length; at++) bytes[start + at] = from[at]!;
  return start + length;
};

const fill = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end) bytes[at++] = space;
  return at;
};

/** Writes a right-aligned number. */
const putNumber = (bytes: Uint8Array, start: number, value: number, width: number): number => {
  let digits = 1;
  for (let limit = 10; value >= limit && digits < 10; limit *= 10) digits++;
  return putUnsigned(bytes, fill(bytes, start, start + width - digits), value, digits);
};

/** Writes a number below 2^32 that has `digits` digits; returns the end offset. */
const putUnsigned = (bytes: Uint8Array, start: number, value: number, digits: number): number => {
  let rest = value;
  for (let at = start + digits - 1; at >= start; at--) {
    const tenth = (rest / 10) >>> 0;
    bytes[at] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
  return start + digits;
};

const putAddress = (
  bytes: Uint8Array,
  from: number,
  step: Step,
  words: Int32Array,
  start: number,
): number => {
  const { portAt, quote } = step;
  const at = start + step.at;
  let to = from;
  if (quote !== 0) bytes[to++] = quote;
  if (step.stars && isAny(words, at, step.size)) bytes[to++] = star;
  else if (step.size === 1) to = writeIpv4(bytes, to, words[at]!);
  else to = putBracketed(bytes, to, words, at, step.brackets);
  if (quote !== 0) bytes[to++] = quote;
  if (portAt < 0) return to;
  bytes[to++] = colon;
  const port = words[start + portAt]!;
  if (port !== 0) return putNumber(bytes, to, port, 0);
  bytes[to++] = star;
  return to;
};

const isAny = (words: Int32Array, at: number, size: number): boolean =>
  words[at] === 0 && (size === 1 || (words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0));

const putBracketed = (
  bytes: Uint8Array,
  start: number,
  words: Int32Array,
  at: number,
  brackets: boolean,
): number => {
  if (!brackets) return writeIpv6(bytes, start, words, at);
  bytes[start] = leftBracket;
  const end = writeIpv6(bytes, start + 1, words, at);
  bytes[end] = rightBracket;
  return end + 1;
};

/** Writes a cell with its own function, at any length. */
const writeCell = ({ write, width, alignRight }: Step, view: never, out: ByteWriter): void => {
  const start = out.length;
  const written = write(view, out);
  if (alignRight) out.padStart(start, width + out.length - start - written);
  else out.padWritten(written, width);
};
