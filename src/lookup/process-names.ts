import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';

/** Node.js names its main thread `MainThread` since 23 and `node-MainThread` since 26, which names no program. */
const renamed = /^(?:.+-)?MainThread$/;

/** A kernel thread's name may be longer than a process's 15 bytes (fs/proc/array.c, proc_task_name). */
const longestComm = 64;
/** As much as the kernel takes for one argument (MAX_ARG_STRLEN is 128 KiB); a path is 4 KiB at most. */
const longestArgument = 4096;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** All of `comm` but its last line feed: the name may hold some of its own. */
const readComm = (files: FileSystem, directory: string): string => {
  const bytes = readSmallFile(files, `${directory}/comm`, longestComm);
  const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
  return decodeName(bytes, 0, end);
};

/** The base name of the executable, which may have been deleted or replaced since. */
const readExecutable = (files: FileSystem, directory: string): string | null => {
  try {
    return baseName(files.readlink(`${directory}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return null;
  }
};

/** The base name of `argv[0]`, without the dash of a login shell. */
const readArgument = (files: FileSystem, directory: string): string | null => {
  try {
    const bytes = readSmallFile(files, `${directory}/cmdline`, longestArgument);
    const end = bytes.indexOf(0);
    return baseName(decodeName(bytes, 0, end < 0 ? bytes.length : end)).replace(/^-/, '');
  } catch {
    return null;
  }
};

/** What one process is called. */
export class ProcessNames {
  /** comm, or the executable where a runtime has renamed its main thread. */
  readonly name: string;
  readonly #comm: string;
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #isSame: () => boolean;
  #others: readonly string[] | null = null;

  /** `isSame`: whether the directory still belongs to that process. Throws what reading `comm` throws. */
  constructor(files: FileSystem, directory: string, isSame: () => boolean) {
    this.#comm = readComm(files, directory);
    this.name = renamed.test(this.#comm) ? (readExecutable(files, directory) ?? this.#comm) : this.#comm;
    this.#files = files;
    this.#directory = directory;
    this.#isSame = isSame;
  }

  /** What else people call it: comm, the executable, `argv[0]`. Read when first asked for: few ask, and it costs two files. */
  get others(): readonly string[] {
    if (this.#others === null) {
      const found = [
        readExecutable(this.#files, this.#directory),
        readArgument(this.#files, this.#directory),
      ].filter((name) => name !== null && name !== '');
      const known = this.#isSame() ? (found as string[]) : [];
      this.#others = [...new Set([this.#comm, ...known])].filter((name) => name !== this.name);
    }
    return this.#others;
  }
}
