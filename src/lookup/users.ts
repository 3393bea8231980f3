import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';

/** The names of user ids, from `/etc/passwd` alone: users of a directory service show as numbers. */
export class Users {
  readonly #names = new Map<number, string>();
  readonly #ids = new Map<string, number>();

  constructor(passwd: string) {
    for (const line of passwd.split('\n')) {
      const [name = '', , id = ''] = line.split(':');
      if (name === '' || !/^\d{1,10}$/.test(id)) continue;
      const uid = Number(id);
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

/** Reads the file; a missing one knows nobody. */
export const loadUsers = (files: FileSystem, path = '/etc/passwd'): Users => {
  try {
    const bytes = readSmallFile(files, path, 1 << 24);
    return new Users(decodeName(bytes, 0, bytes.length));
  } catch {
    return new Users('');
  }
};
