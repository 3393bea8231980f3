import { endianness } from 'node:os';
import {
  describeProblem,
  type FileState,
  type Problem,
  ReadError,
  UnsupportedError,
} from '../core/errors.ts';
import type { FileNote, FilePolicy, Kernel, Lines } from '../core/report.ts';
import type { SourceOptions } from '../core/request.ts';
import { errnoOf, type FileSystem, nodeFileSystem, readSmallFile } from './filesystem.ts';
import { FileLines } from './lines.ts';
import { type Location, locate } from './location.ts';
import { readPageSize } from './page-size.ts';

const stateOf = (code: string): FileState =>
  code === 'ENOENT' || code === 'ENOTDIR'
    ? 'absent'
    : code === 'EACCES' || code === 'EPERM'
      ? 'denied'
      : 'error';

/** The kernel's text below one `net` directory, with an account of what could be read. */
export class KernelSource implements Kernel {
  readonly endian: 'little' | 'big';
  readonly live: boolean;
  readonly procRoot: string | null;
  readonly files: FileSystem;
  readonly notes: FileNote[] = [];
  readonly #net: string;
  readonly #onProblem: (problem: Problem) => void;
  readonly #opened: { readonly note: FileNote; readonly lines: FileLines }[] = [];
  readonly #failures: { readonly note: FileNote; readonly code: string; readonly policy: FilePolicy }[] = [];
  readonly #told = new Set<string>();
  #pageSize: number | null | undefined;

  constructor(
    location: Location,
    options: SourceOptions,
    files: FileSystem,
    onProblem: (problem: Problem) => void,
  ) {
    this.endian = options.endian ?? (endianness() === 'LE' ? 'little' : 'big');
    this.live = location.live;
    this.procRoot = location.root;
    this.files = files;
    this.#net = location.net;
    this.#onProblem = onProblem;
  }

  get pageSize(): number | null {
    if (this.#pageSize === undefined) this.#pageSize = this.live ? readPageSize(this.files) : null;
    return this.#pageSize;
  }

  /** Told once: a report and what it is joined with may read the same file. */
  problem(problem: Problem): void {
    const key = describeProblem(problem);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#onProblem(problem);
  }

  open(name: string, policy: FilePolicy = {}): Lines | null {
    const note: FileNote = { path: `${this.#net}/${name}`, state: 'ok', rows: 0 };
    if (!policy.auxiliary) this.notes.push(note);
    try {
      const fd = this.files.open(this.#inside(note.path));
      const lines = new FileLines(this.files, fd, note, policy.mayBeEmpty === true, (problem) =>
        this.problem(problem),
      );
      this.#opened.push({ note, lines });
      return lines;
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'UNKNOWN') throw error;
      note.state = stateOf(code);
      if (!policy.auxiliary) this.#failures.push({ note, code, policy });
      return null;
    }
  }

  sysctl(name: string): string | null {
    if (this.procRoot === null) return null;
    const path = `${this.procRoot}/sys/${name}`;
    try {
      return Buffer.from(readSmallFile(this.files, this.#inside(path)))
        .toString('latin1')
        .trimEnd();
    } catch {
      return null;
    }
  }

  /** Closes what is open. */
  close(): void {
    for (const { lines } of this.#opened) lines.close();
  }

  /**
   * After the last row: closes what is open and says what could not be had. Throws when nothing was readable that
   * should have been; otherwise a file that is missing or foreign costs its own rows only.
   */
  conclude(): void {
    this.close();
    for (const { note, lines } of this.#opened) if (lines.isForeign) note.state = 'unsupported';
    const readable = this.notes.some(({ state }) => state === 'ok' || state === 'empty');
    for (const failure of this.#failures) {
      if (failure.note.state === 'absent' && failure.policy.mayBeAbsent) continue;
      if (!readable) throw readError(failure.note, failure.code, failure.policy);
      this.problem({
        path: failure.note.path,
        line: null,
        field: null,
        message: reason(failure.note, failure.code, failure.policy),
      });
    }
    for (const note of this.notes) {
      if (note.state === 'error' && note.rows === 0 && !readable)
        throw new ReadError(`cannot read ${note.path}: reading it failed`, 'EIO', note.path);
      if (note.state !== 'unsupported') continue;
      if (!readable)
        throw new UnsupportedError(
          `${note.path} is not what the kernel prints there${foreign(note)}`,
          note.path,
        );
      this.problem({
        path: note.path,
        line: null,
        field: null,
        message: 'is not what the kernel prints there',
      });
    }
  }

  /** A copied tree comes from strangers: its links must not lead out of it. A procfs is full of links, and the kernel's. */
  #inside(path: string): string {
    if (this.live) return path;
    const root = this.files.realpath(this.procRoot ?? this.#net);
    const real = this.files.realpath(path);
    if (real === root || real.startsWith(root === '/' ? root : `${root}/`)) return real;
    throw new ReadError(`${path} leads out of the tree, to ${real}: not followed`, 'EXDEV', path);
  }
}

const foreign = ({ path }: FileNote): string =>
  /\/(tcp|udp)6?$/.test(path) ? ': this system exposes no socket table' : '';

const reason = (note: FileNote, code: string, { absentMeans }: FilePolicy = {}): string =>
  note.state === 'absent'
    ? `is not there on this kernel${absentMeans === undefined ? '' : `: ${absentMeans}`}`
    : note.state === 'denied'
      ? 'access denied: root can read it'
      : code === 'EXDEV'
        ? 'leads out of the tree: not followed'
        : `cannot be read (${code})`;

const readError = (note: FileNote, code: string, { absentMeans }: FilePolicy): ReadError => {
  const { path } = note;
  if (note.state === 'denied')
    return new ReadError(`cannot read ${path}: access denied (${code}); try as root`, code, path);
  if (note.state === 'absent')
    return new ReadError(
      `cannot read ${path}: there is no such file (${code}); ${absentMeans ?? 'is this a Linux /proc?'}`,
      code,
      path,
    );
  return new ReadError(`cannot read ${path}: ${reason(note, code)}`, code, path);
};

/** Opens the kernel's text where the options say. Throws `ReadError` if there is no such place. */
export const openKernel = (
  options: SourceOptions,
  onProblem: (problem: Problem) => void,
  files: FileSystem = nodeFileSystem,
): KernelSource => new KernelSource(locate(options, files), options, files, onProblem);
