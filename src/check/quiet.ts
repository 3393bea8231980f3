import type { Condition } from './conditions/compile.ts';
import { socketUse } from './evidence/socket-use.ts';
import { tcp } from './evidence/sockets.ts';
import { kernelOf, type Place } from './place.ts';
import { type Reading, rowsOf, type Sample } from './readings.ts';
import { Sampler } from './sampler.ts';

/**
 * Walking a large, nearly empty hash table takes the kernel milliseconds. Counts in files that take microseconds to read show
 * whether the result can have changed.
 */
const use = rowsOf(socketUse, ['family', 'protocol', 'inuse', 'tw']);
/** A connection may change state without changing the counts, but not without segments being sent or received. */
const segments = async (): Promise<Reading<unknown>> =>
  rowsOf(
    (await import('./evidence/counters.ts')).counterLevels,
    ['name', 'value'],
    'protocol = Tcp and name in (CurrEstab, ActiveOpens, PassiveOpens, InSegs, OutSegs, RetransSegs)',
  );

/** Unchanged counts are trusted only this long, because one socket may open while another closes. In milliseconds. */
const longestTrust = 10_000;

export const isAboutTcp = ({ readings }: Condition): boolean =>
  readings.every(({ evidence }) => evidence === tcp);

/** The files to watch, below `net`. */
const files = ['sockstat', 'sockstat6', 'snmp'] as const;
/** In bytes; more than all of them together. */
const room = 1 << 15;

/** Usually not a byte has changed, in which case they need not be parsed. */
class Bytes {
  readonly #paths: readonly string[];
  readonly #files: Place['files'];
  #now = Buffer.alloc(room);
  #before = Buffer.alloc(room);
  #size = -1;

  constructor(count: number, place: Place) {
    const { machine, location } = kernelOf(place).find();
    this.#paths = files.slice(0, count).map((file) => `${location.net}/${file}`);
    this.#files = machine.files;
  }

  /** Reads them again; also false if one cannot be read. */
  areAsBefore(): boolean {
    const size = this.#read();
    const areSame =
      size > 0 && size === this.#size && this.#now.compare(this.#before, 0, size, 0, size) === 0;
    [this.#now, this.#before] = [this.#before, this.#now];
    this.#size = size;
    return areSame;
  }

  #read(): number {
    let size = 0;
    for (const path of this.#paths)
      try {
        size = this.#readFile(path, size);
      } catch {
        // A kernel without IPv6 lacks a file; the first is always there.
        if (size === 0) return -1;
      }
    return size < room ? size : -1;
  }

  #readFile(path: string, from: number): number {
    const fd = this.#files.open(path);
    let size = from;
    try {
      for (let got = -1; got !== 0 && size < room; size += got)
        got = this.#files.read(fd, this.#now, size, room - size);
      return size;
    } finally {
      this.#files.close(fd);
    }
  }
}

/** What indicates a change; empty if nothing does. */
const signsFor = async (conditions: readonly Condition[]): Promise<readonly Reading<unknown>[]> => {
  if (!conditions.every(isAboutTcp)) return [];
  return conditions.every(({ subject }) => subject.kind === 'listen') ? [use] : [use, await segments()];
};

/** Detects cheaply that nothing has changed. */
export class Quiet {
  readonly #sampler: Sampler | null;
  readonly #readings: readonly Reading<unknown>[];
  readonly #bytes: Bytes | null;
  #last: string | null = null;
  #at = Number.NEGATIVE_INFINITY;

  private constructor(readings: readonly Reading<unknown>[], place: Place) {
    this.#readings = readings;
    this.#sampler = readings.length === 0 ? null : new Sampler(readings, place);
    this.#bytes = readings.length === 0 ? null : new Bytes(readings.length === 1 ? 2 : 3, place);
  }

  static async of(conditions: readonly Condition[], place: Place): Promise<Quiet> {
    return new Quiet(await signsFor(conditions), place);
  }

  /** Call before a look. Whether the previous look is still valid. `now` is in milliseconds. */
  isAsBefore(now: number): boolean {
    const areSame = this.#bytes?.areAsBefore() === true;
    const isTrusted = now - this.#at < longestTrust;
    if (areSame && this.#last !== null && isTrusted) return true;
    const signs = this.#sampler === null ? null : this.#text(this.#sampler.read());
    const isSame = signs !== null && signs === this.#last && isTrusted;
    this.#last = signs;
    if (!isSame) this.#at = now;
    return isSame;
  }

  /** Null if something could not be read. */
  #text(sample: Sample): string | null {
    const found = this.#readings.map((reading) => sample.of(reading));
    if (found.some(({ failure, rows }) => failure !== null || rows.length === 0)) return null;
    return found.flatMap(({ rows }) => rows.map((row) => Object.values(row as object).join(' '))).join('\n');
  }
}
