import { type FileState, type Problem, ReadError, UnsupportedError } from '../core/errors.ts';
import type { InterfaceAddress } from '../core/ipv4.ts';
import type { LinkFacts } from '../core/link.ts';
import type { FileNote, FilePolicy, Kernel, Lines } from '../core/report.ts';
import { readError, reason, stateOf, unrecognized, wholeFile } from './file-errors.ts';
import { errnoOf } from './filesystem.ts';
import { FileLines } from './lines.ts';
import { readLinks } from './links.ts';
import { type Location, requireSameProcess } from './location.ts';
import type { Machine } from './machine.ts';
import type { Problems } from './problems.ts';

type Opened = { readonly note: FileNote; readonly lines: FileLines };
type Failure = { readonly note: FileNote; readonly error: Error; readonly policy: FilePolicy };

/** One reading of a network namespace: the files below its `net` directory and an account of what could be read. */
export class Namespace implements Kernel {
  readonly machine: Machine;
  readonly problems: Problems;
  readonly showsShared: boolean;
  readonly notes: FileNote[] = [];
  readonly #location: Location;
  readonly #opened: Opened[] = [];
  readonly #failures: Failure[] = [];
  #isReaders: boolean | undefined;

  /** Throws `ReadError` if the location's process no longer exists. */
  constructor(machine: Machine, location: Location, problems: Problems, showsShared = true) {
    this.machine = machine;
    this.showsShared = showsShared;
    this.#location = location;
    this.problems = problems;
    this.#requireProcess();
  }

  /** The directory with its files. */
  get net(): string {
    return this.#location.net;
  }

  get endian(): 'little' | 'big' {
    return this.machine.endian;
  }

  get pageSize(): number | null {
    return this.machine.pageSize;
  }

  get live(): boolean {
    return this.machine.live;
  }

  get procRoot(): string | null {
    return this.machine.procRoot;
  }

  problem(problem: Problem): void {
    this.problems.add(problem);
  }

  open(name: string, policy: FilePolicy = {}): Lines | null {
    const note: FileNote = { path: this.#pathOf(name, policy), state: 'ok', rows: 0 };
    const { files } = this.machine;
    if (!policy.auxiliary) this.notes.push(note);
    try {
      const fd = files.open(note.path);
      const known = {
        live: this.live,
        mayBeEmpty: policy.mayBeEmpty === true,
        longestRow: this.live ? (policy.longestRow ?? null) : null,
      };
      const lines = new FileLines(files, fd, note, known, this.problems.reader(note.path));
      this.#opened.push({ note, lines });
      return lines;
    } catch (error) {
      const code = errnoOf(error);
      if (!(error instanceof Error) || code === 'UNKNOWN') throw error;
      note.state = stateOf(code);
      if (!policy.auxiliary) this.#failures.push({ note, error, policy });
      return null;
    }
  }

  #pathOf(name: string, { nameInOldKernels }: FilePolicy): string {
    const { net } = this.#location;
    const isMissing = (path: string): boolean => this.#stateOf(path) === 'absent';
    const [path, former] = [`${net}/${name}`, `${net}/${nameInOldKernels}`];
    return nameInOldKernels === undefined || !isMissing(path) || isMissing(former) ? path : former;
  }

  #stateOf(path: string): FileState {
    try {
      this.machine.files.stat(path);
      return 'ok';
    } catch (error) {
      return stateOf(errnoOf(error));
    }
  }

  list(name: string): readonly string[] {
    const path = `${this.#location.net}/${name}`;
    try {
      return this.machine.files.readdir(path).sort();
    } catch (error) {
      const code = errnoOf(error);
      const message = `cannot be read (${code})`;
      if (stateOf(code) !== 'absent') this.problem({ path, line: null, field: null, message });
      return [];
    }
  }

  /** Under `net`, null outside the reader's own namespace, the only one `/proc/sys/net` shows. */
  sysctl(name: string): string | null {
    if (!name.startsWith('net/')) return this.machine.sysctl(name);
    this.#isReaders ??= this.#findWhetherReaders();
    return this.#isReaders ? this.machine.sysctl(name) : null;
  }

  localAddresses(): readonly InterfaceAddress[] | null {
    return this.machine.files.localAddresses(this.#location.net);
  }

  links(): readonly LinkFacts[] | null {
    this.#isReaders ??= this.#findWhetherReaders();
    return this.#isReaders && this.machine.isFaithful ? readLinks(this.machine.files) : null;
  }

  /** Closes all open files. */
  close(): void {
    for (const { lines } of this.#opened) lines.close();
  }

  /**
   * Call after the last row. Closes all files and reports what could not be read. Throws if no expected file was readable, or
   * if there are no rows and a file is unrecognized; otherwise only the rows of a missing or unrecognized file are lost.
   */
  conclude(): void {
    this.close();
    this.#requireProcess();
    for (const { note, lines } of this.#opened) if (lines.isForeign) note.state = 'unsupported';
    this.#requireRecognized();
    const readable = this.notes.some(({ state }) => state === 'ok' || state === 'empty');
    for (const failure of this.#failures) this.#concludeFailure(failure, readable);
    for (const opened of this.#opened) this.#concludeFile(opened, readable);
  }

  #concludeFailure({ note, error, policy }: Failure, readable: boolean): void {
    if (note.state === 'absent' && policy.mayBeAbsent) return;
    if (note.state === 'absent' && this.machine.isSelection) {
      if (readable) return;
      throw new ReadError(`cannot read ${note.path}: not in the input`, 'ENOENT', note.path);
    }
    if (!readable) throw error instanceof ReadError ? error : readError(note, errnoOf(error), policy);
    this.problem(wholeFile(note, reason(note, error, policy)));
  }

  #concludeFile({ note, lines }: Opened, readable: boolean): void {
    if (!this.notes.includes(note)) return;
    if (note.state === 'error' && note.rows === 0 && !readable)
      throw new ReadError(`cannot read ${note.path}: ${lines.failure}`, lines.failure ?? 'EIO', note.path);
    if (note.state === 'unsupported') this.problem(wholeFile(note, 'unrecognized format'));
  }

  /** Without rows of other files, lines that could not be read must not look like an empty table. */
  #requireRecognized(): void {
    if (this.notes.some(({ rows }) => rows > 0)) return;
    const foreign = this.#opened.find(
      ({ note }) => note.state === 'unsupported' && this.notes.includes(note),
    );
    if (foreign === undefined) return;
    throw new UnsupportedError(unrecognized(foreign.note, foreign.lines.firstProblem), foreign.note.path);
  }

  #requireProcess(): void {
    const { process } = this.#location;
    if (process !== undefined) requireSameProcess(this.machine.files, process);
  }

  /** Files below `net` have a different inode in each namespace (fs/proc/proc_net.c), whichever procfs shows them. */
  #findWhetherReaders(): boolean {
    const { net, process } = this.#location;
    if (!this.machine.live) return process === undefined;
    if (net === '/proc/net' || net === '/proc/self/net') return true;
    const { files } = this.machine;
    try {
      return files.stat(`${net}/dev`).inode === files.stat('/proc/self/net/dev').inode;
    } catch {
      return false;
    }
  }
}
