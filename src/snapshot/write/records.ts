import { type FileSystem, isDenied } from '../../source/filesystem.ts';
import type { FileRecord } from '../document.ts';
import type { Member } from '../members.ts';
import { isAbsent, readContent } from './read-file.ts';

const stateOf = (code: string | null, bytes: number): FileRecord['state'] => {
  if (code === null) return bytes === 0 ? 'empty' : 'ok';
  return isAbsent(code) ? 'absent' : isDenied(code) ? 'denied' : 'error';
};

/** Reads files and records the outcome of each. */
export class Records {
  readonly list: FileRecord[] = [];
  readonly #files: FileSystem;
  readonly #now: () => Date;
  readonly #limit: number;

  constructor(files: FileSystem, now: () => Date, limit: number) {
    this.#files = files;
    this.#now = now;
    this.#limit = limit;
  }

  /** The member `path`, read from `source`; null if there is nothing to keep. */
  take(source: string, path: string): Member | null {
    const readAt = this.#now().toISOString();
    const { bytes, code } = readContent(this.#files, source, this.#limit);
    const state = stateOf(code, bytes.length);
    const isKept = code === null || bytes.length > 0;
    const inode = isKept ? this.#inode(source) : null;
    this.list.push({ path, state, code, bytes: bytes.length, inode, readAt });
    return isKept ? { kind: 'file', path, bytes } : null;
  }

  /** A small process file, recorded only if it exists but cannot be read. */
  takeQuietly(source: string, path: string): Member | null {
    const { bytes, code } = readContent(this.#files, source, this.#limit);
    if (code === null) return { kind: 'file', path, bytes };
    this.fail(path, code);
    return null;
  }

  /** Records that a process file could not be read, unless the process is gone. */
  fail(path: string, code: string): void {
    if (isAbsent(code)) return;
    this.list.push({ path, state: stateOf(code, 0), code, bytes: 0, inode: null, readAt: null });
  }

  #inode(path: string): string | null {
    try {
      return String(this.#files.stat(path).inode);
    } catch {
      return null;
    }
  }
}
