import { decodeName } from '../../core/text.ts';
import { type FileSystem, readSmallFile } from '../../source/filesystem.ts';

const largestFile = 1 << 24;
/** -1 as an id means "no id" to the kernel (INVALID_UID). */
const largestUid = 0xffff_fffe;

/**
 * `name:password:uid:gid:…`. The uid must be followed by a colon, because a truncated last line would have a wrong one.
 * Skips comments and the `+` and `-` lines that redirect glibc (nss/nss_files/files-pwd.c). The lookbehind replaces `^`,
 * which also matches after a carriage return.
 */
const entry = /(?<![^\n])([^#+\-:\n][^:\n]*):[^:\n]*:(\d{1,10}):/g;

/** User names from `/etc/passwd` alone; users from a directory service are shown as numbers. */
export class Users {
  readonly #names = new Map<number, string>();
  readonly #ids = new Map<string, number>();

  /** As in glibc, the first entry for a name or id wins. */
  constructor(passwd: Uint8Array) {
    const text = Buffer.from(passwd.buffer, passwd.byteOffset, passwd.byteLength).toString('latin1');
    for (const { 1: raw = '', 2: digits, index } of text.matchAll(entry)) {
      const uid = Number(digits);
      if (uid > largestUid) continue;
      const name = decodeName(passwd, index, index + raw.length);
      if (!this.#names.has(uid)) this.#names.set(uid, name);
      if (!this.#ids.has(name)) this.#ids.set(name, uid);
    }
  }

  nameOf(uid: number): string | null {
    return this.#names.get(uid) ?? null;
  }

  idOf(name: string): number | null {
    return this.#ids.get(name) ?? null;
  }
}

/** Reads the file; if it is missing or unreadable, no users are known. */
export const loadUsers = (files: FileSystem, path = '/etc/passwd'): Users => {
  try {
    return new Users(readSmallFile(files, path, largestFile));
  } catch {
    return new Users(new Uint8Array());
  }
};
