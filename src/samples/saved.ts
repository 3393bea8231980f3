import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/text.ts';
import { errnoOf, readSmallFile, waitingFileSystem, whyUnreadable } from '../source/filesystem.ts';
import {
  type Baseline,
  type CounterReading,
  countersOf,
  generationOf,
  identityOf,
  type Readings,
} from './change.ts';

const largestFile = 1 << 26;
const largestCounter = 2n ** 64n - 1n;

type Json = Readonly<Record<string, unknown>>;

/** A saved output and when it was made, if recorded (milliseconds since the epoch). */
type Saved = { readonly readings: Readings; readonly madeAt: number | null };

const unusable = (path: string, message: string): UsageError =>
  new UsageError(`--since ${visible(path)}: ${message}`, '--since');

const read = (path: string): string => {
  try {
    const bytes = readSmallFile(waitingFileSystem, path, largestFile);
    if (bytes.length === largestFile) throw unusable(path, 'is larger than 64 MiB');
    return Buffer.from(bytes).toString('utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unusable(path, `cannot be read: ${whyUnreadable(errnoOf(error))}`);
  }
};

/** A string (kept as is) or a number. */
const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** Turns numbers that `JSON.parse` would round into strings, preserving all digits. */
export const parseExactly = (text: string): unknown =>
  JSON.parse(text.replace(token, (found) => (/^-?\d{16,}$/.test(found) ? `"${found}"` : found)));

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const rowsOf = (document: unknown, report: Report, path: string): readonly Json[] => {
  const rows = isObject(document) ? document['rows'] : document;
  if (isObject(document)) {
    const schema = String(document['schema']);
    if (!schema.startsWith(`procnet/${report.name}@`))
      throw unusable(path, `holds ${visible(schema)}, not the ${report.name} report`);
  }
  if (Array.isArray(rows) && rows.every(isObject)) return rows;
  throw unusable(path, `is not what procnet ${report.name} --json prints`);
};

/** Whole numbers only; undefined for anything else. */
const counterFrom = (value: unknown): bigint | null | undefined => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return undefined;
  const counter = BigInt(value);
  return counter <= largestCounter ? counter : undefined;
};

const readingsOf = (rows: readonly Json[], report: Report, path: string): Readings => {
  const counters = countersOf(report).map(({ name }) => name);
  const readings = new Map<string, CounterReading>();
  for (const [at, row] of rows.entries()) {
    const missing = report.identity.filter((name) => !Object.hasOwn(row, name));
    if (missing.length > 0)
      throw unusable(path, `row ${at + 1} has no ${missing.join(', ')}, so it cannot be identified`);
    if (!counters.some((name) => Object.hasOwn(row, name)))
      throw unusable(
        path,
        `row ${at + 1} has none of ${counters.join(', ')}, so there is nothing to compare`,
      );
    const values = counters.map((name) => {
      const value = counterFrom(Object.hasOwn(row, name) ? row[name] : null);
      if (value !== undefined) return value;
      throw unusable(path, `row ${at + 1}: ${name}: expected a whole number from 0 to 2^64-1`);
    });
    readings.set(identityOf(report, row), { values, generation: generationOf(report, row) });
  }
  return readings;
};

/** When the envelope was made, or when the last row of repeated output was read. */
const madeAt = (document: unknown, rows: readonly Json[]): number | null => {
  const text = isObject(document) ? document['generatedAt'] : rows.at(-1)?.['time'];
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isFinite(time) ? time : null;
};

/** Parses an earlier `--json` output of this report. Throws `UsageError` for anything else. */
export const readSaved = (report: Report, path: string): Saved => {
  if (countersOf(report).length === 0)
    throw new UsageError(`--since compares counters, and ${report.name} has none`, '--since');
  let document: unknown;
  const text = read(path);
  try {
    document = parseExactly(text);
  } catch {
    throw unusable(path, 'is not JSON');
  }
  const rows = rowsOf(document, report, path);
  return { readings: readingsOf(rows, report, path), madeAt: madeAt(document, rows) };
};

/** The saved sample, converted to the next sample's clock. A time in the future is ignored. */
export const baselineOf = ({ readings, madeAt: made }: Saved, now: Date, seconds: number): Baseline => {
  const age = made === null ? Number.NaN : (now.getTime() - made) / 1000;
  return { readings, at: age > 0 ? seconds - age : null, madeAt: made === null ? null : made / 1000 };
};
