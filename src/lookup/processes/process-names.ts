import { decodeName } from '../../core/text.ts';
import { type FileSystem, readSmallFile } from '../../source/filesystem.ts';

/** Node.js names its main thread `MainThread` since 23 and `node-MainThread` since 26, hiding the program's name. */
const renamed = /^(?:.+-)?MainThread$/;

/** A kernel thread's name may be longer than a process's 15 bytes (fs/proc/array.c, proc_task_name). */
const longestComm = 64;
/** A path is at most 4 KiB, although the kernel allows 128 KiB per argument (MAX_ARG_STRLEN). */
const longestArgument = 4096;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Removes only the last line feed of `comm`, because a name may contain others. */
const readComm = (files: FileSystem, directory: string): string => {
  const bytes = readSmallFile(files, `${directory}/comm`, longestComm);
  const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
  return decodeName(bytes, 0, end);
};

/** The base name of the executable, which may since have been deleted or replaced. */
const readExecutable = (files: FileSystem, directory: string): string | null => {
  try {
    return baseName(files.readlink(`${directory}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return null;
  }
};

/** The base name of `argv[0]`, without a login shell's dash. */
const readArgument = (files: FileSystem, directory: string): string | null => {
  try {
    const bytes = readSmallFile(files, `${directory}/cmdline`, longestArgument);
    const end = bytes.indexOf(0);
    return baseName(decodeName(bytes, 0, end < 0 ? bytes.length : end)).replace(/^-/, '');
  } catch {
    return null;
  }
};

/** The names of one process. */
export class ProcessNames {
  /** comm, or the executable if a runtime has renamed its main thread. */
  readonly name: string;
  readonly #comm: string;
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #isSame: () => boolean;
  #others: readonly string[] | null = null;

  /** `isSame`: whether the directory still belongs to the same process. Throws what reading `comm` throws. */
  constructor(files: FileSystem, directory: string, isSame: () => boolean) {
    this.#comm = readComm(files, directory);
    this.name = renamed.test(this.#comm) ? (readExecutable(files, directory) ?? this.#comm) : this.#comm;
    this.#files = files;
    this.#directory = directory;
    this.#isSame = isSame;
  }

  /** Other names: comm, the executable, `argv[0]`. Read on first use because it takes two files and is rarely needed. */
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
