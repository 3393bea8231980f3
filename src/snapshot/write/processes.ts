import { type FileSystem, isDenied } from '../../source/filesystem.ts';
import type { Member } from '../members.ts';
import { processFiles } from '../net-files.ts';
import { errorCode, readContent } from './read-file.ts';
import type { Records } from './records.ts';

const socketLink = /^socket:\[\d+\]$/;

/** Whether both have the same start time (field 22 of `stat`). The name before it may contain anything. */
const isSameProcess = (before: Uint8Array, after: Uint8Array): boolean =>
  startTime(before) === startTime(after);

/** The fields after the name, starting with the state. */
const fieldsOf = (stat: Uint8Array): readonly string[] => {
  const text = Buffer.from(stat).toString('latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const startTime = (stat: Uint8Array): string | undefined => fieldsOf(stat)[19];
const isZombie = (stat: Uint8Array): boolean => fieldsOf(stat)[0] === 'Z';

/** Reads a process's identity and sockets, but no arguments, environment or other descriptors. */
export class ProcessReader {
  readonly #files: FileSystem;
  readonly #root: string;
  readonly #records: Records;

  constructor(files: FileSystem, root: string, records: Records) {
    this.#files = files;
    this.#root = root;
    this.#records = records;
  }

  /** Empty for a process that has ended. If its pid was reused meanwhile, reads the new process. */
  members(pid: number): readonly Member[] {
    for (let attempt = 0; attempt < 3; attempt++) {
      const known = this.#records.list.length;
      const before = this.#stat(`${this.#root}/${pid}`);
      const members = this.#once(pid);
      if (isSameProcess(before, this.#stat(`${this.#root}/${pid}`))) return members;
      this.#records.list.length = known;
    }
    return [];
  }

  #stat(directory: string): Uint8Array {
    return readContent(this.#files, `${directory}/stat`, 1 << 16).bytes;
  }

  #once(pid: number): readonly Member[] {
    const [directory, path] = [`${this.#root}/${pid}`, `proc/${pid}`];
    const small = processFiles.map((name) =>
      this.#records.takeQuietly(`${directory}/${name}`, `${path}/${name}`),
    );
    const members = [
      ...small,
      this.#program(directory, path),
      this.#executable(directory, path),
      this.#namespace(directory, path),
    ];
    return [...members.filter((member) => member !== null), ...this.#descriptors(directory, path)];
  }

  /** Only `argv[0]`, because the rest may contain passwords. */
  #program(directory: string, path: string): Member | null {
    const member = this.#records.takeQuietly(`${directory}/cmdline`, `${path}/cmdline`);
    if (member === null || member.kind === 'link') return null;
    const end = member.bytes.indexOf(0);
    return end < 0 ? member : { ...member, bytes: member.bytes.subarray(0, end + 1) };
  }

  #executable(directory: string, path: string): Member | null {
    const target = this.#link(`${directory}/exe`, `${path}/exe`);
    const base = target?.slice(target.lastIndexOf('/') + 1) ?? '';
    return base === '' ? null : { kind: 'link', path: `${path}/exe`, target: base };
  }

  #link(source: string, path: string): string | null {
    try {
      return this.#files.readlink(source);
    } catch (error) {
      this.#records.fail(path, errorCode(error));
      return null;
    }
  }

  /** A denied link is not worth recording. */
  #namespace(directory: string, path: string): Member | null {
    try {
      const target = this.#files.readlink(`${directory}/ns/net`);
      return /^net:\[\d+\]$/.test(target) ? { kind: 'link', path: `${path}/ns/net`, target } : null;
    } catch {
      return null;
    }
  }

  /** If the main thread has exited, reads the descriptors of the remaining threads. */
  #descriptors(directory: string, path: string): readonly Member[] {
    const own = this.#sockets(directory, path);
    if (own.length > 0 || !isZombie(this.#stat(directory))) return own;
    for (const thread of this.#threads(directory)) {
      const shared = this.#sockets(`${directory}/task/${thread}`, `${path}/task/${thread}`);
      if (shared.length > 0) return shared;
    }
    return [];
  }

  #threads(directory: string): readonly string[] {
    try {
      return this.#files.readdir(`${directory}/task`).filter((name) => /^\d+$/.test(name));
    } catch {
      return [];
    }
  }

  #sockets(directory: string, path: string): readonly Member[] {
    try {
      const names = this.#files.readdir(`${directory}/fd`).filter((name) => /^\d+$/.test(name));
      const numbers = names.map(Number).sort((a, b) => a - b);
      return numbers.flatMap((fd): Member[] => {
        const target = this.#socket(`${directory}/fd/${fd}`);
        return target === null ? [] : [{ kind: 'link', path: `${path}/fd/${fd}`, target }];
      });
    } catch (error) {
      this.#records.fail(`${path}/fd`, errorCode(error));
      return [];
    }
  }

  /** Null for other descriptors and closed ones. If one is denied, all are (proc_fd_access_allowed). */
  #socket(path: string): string | null {
    try {
      const target = this.#files.readlink(path);
      return socketLink.test(target) ? target : null;
    } catch (error) {
      if (isDenied(errorCode(error))) throw error;
      return null;
    }
  }
}
