import { type Problem, UnsupportedError } from '../core/errors.ts';
import type { FileNote, Lines, Message } from '../core/report.ts';
import { errnoOf, type FileSystem } from './filesystem.ts';
import type { LineReporter } from './problems.ts';
import { secretOfRun } from './secret.ts';

/** A running kernel returns a page at a time, on few machines more than 4 KiB. In bytes. */
const chunkSizes = { live: 1 << 14, copy: 1 << 16 } as const;
/** Far above any kernel line; the longest, the TcpExt names in netstat, is about 3 KiB. */
const longestLine = 1 << 20;

/** The kernel fills a buffer of a page before it returns, unless nothing follows (fs/seq_file.c, seq_read_iter). In bytes. */
const smallestPage = 4096;

/** Known facts about the file. */
type LinePolicy = {
  readonly live: boolean;
  readonly mayBeEmpty: boolean;
  /** Null unless a running kernel's table has a longest row, in bytes. */
  readonly longestRow: number | null;
};

/**
 * The lines of an open file, in one reused buffer. The kernel returns at most a page of whole rows per call
 * (fs/seq_file.c, seq_read_iter), so a short read is not the end of the file; only a read of 0 bytes is, or one that had room
 * for the longest row.
 */
export class FileLines implements Lines {
  /** Not a Buffer, because a typed array's `indexOf` is faster. */
  bytes: Uint8Array;
  start = 0;
  end = -1;
  number = 0;
  filled = 0;
  readonly path: string;
  readonly #files: FileSystem;
  readonly #note: FileNote;
  readonly #report: LineReporter;
  /** A read of at most this many bytes was the last. */
  readonly #lastSize: number;
  #fd: number;
  #isLast = false;
  #accepted = false;
  /** The first rejected line's problem. */
  firstProblem: Problem | null = null;
  #mayBeEmpty: boolean;
  /** The errno name of the failed read, if any. */
  failure: string | null = null;

  constructor(files: FileSystem, fd: number, note: FileNote, policy: LinePolicy, report: LineReporter) {
    this.#files = files;
    this.#fd = fd;
    this.#note = note;
    this.bytes = new Uint8Array(chunkSizes[policy.live ? 'live' : 'copy']);
    this.#mayBeEmpty = policy.mayBeEmpty;
    this.#lastSize = policy.longestRow === null ? 0 : smallestPage - policy.longestRow;
    this.#report = report;
    this.path = note.path;
  }

  get secret(): Int32Array {
    return secretOfRun();
  }

  next(): boolean {
    const from = this.end + 1;
    const at = this.#lineFeed(from);
    if (at < 0) return this.#more(from);
    this.start = from;
    this.end = at;
    this.number++;
    return true;
  }

  moveTo(end: number): void {
    this.start = this.end + 1;
    this.end = end;
    this.number++;
  }

  accept(): void {
    this.#accepted = true;
    this.#note.rows++;
  }

  acceptHeader(): void {
    this.#accepted = true;
  }

  reject(field: string | null, message: Message): void {
    const { path, number: line } = this;
    this.firstProblem ??= { path, line, field, message: typeof message === 'string' ? message : message() };
    this.#report(line, field, message);
  }

  close(): void {
    if (this.#fd < 0) return;
    this.#files.close(this.#fd);
    this.#fd = -1;
  }

  #lineFeed(from: number): number {
    if (from >= this.filled) return -1;
    const at = this.bytes.indexOf(0x0a, from);
    return at < this.filled ? at : -1;
  }

  /** Keeps the partial line, reads more and retries. At the end of the file, what is left is the last line. */
  #more(from: number): boolean {
    let rest = this.filled - from;
    if (rest > 0) this.bytes.copyWithin(0, from, this.filled);
    else rest = 0;
    this.filled = rest;
    for (;;) {
      if (this.filled === this.bytes.length) this.#grow();
      const searched = this.filled;
      if (!this.#read()) return this.#lastLine();
      const at = this.#lineFeed(searched);
      if (at < 0) continue;
      this.start = 0;
      this.end = at;
      this.number++;
      return true;
    }
  }

  #read(): boolean {
    if (this.#fd < 0) return false;
    if (this.#isLast) {
      this.#finish();
      return false;
    }
    try {
      const room = this.bytes.length - this.filled;
      const got = this.#files.read(this.#fd, this.bytes, this.filled, room);
      this.filled += got;
      this.#isLast = got <= this.#lastSize && room >= smallestPage;
      if (got > 0) return true;
    } catch (error) {
      this.#note.state = 'error';
      this.failure = errnoOf(error);
      const message = `read error here (${this.failure}); remaining rows are missing`;
      this.#report(this.number + 1, null, message);
      this.#accepted = true;
    }
    this.#finish();
    return false;
  }

  #lastLine(): boolean {
    if (this.filled === 0) {
      this.end = -1;
      return false;
    }
    this.start = 0;
    this.end = this.filled;
    this.number++;
    return true;
  }

  #finish(): void {
    this.close();
    if (this.filled === 0 && this.number === 0 && this.#note.state === 'ok')
      this.#note.state = this.#mayBeEmpty ? 'empty' : 'unsupported';
  }

  /** After the last line: whether there were lines but no valid row, even if the header was valid. */
  get isForeign(): boolean {
    if (this.#note.state !== 'ok') return false;
    return this.firstProblem !== null
      ? this.#note.rows === 0
      : !this.#accepted && this.number > 0 && !this.#mayBeEmpty;
  }

  #grow(): void {
    if (this.bytes.length >= longestLine) {
      this.close();
      throw new UnsupportedError(`${this.path}:${this.number + 1}: the line is longer than 1 MiB`, this.path);
    }
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
