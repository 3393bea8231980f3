import type { InterfaceAddress } from '../../src/core/ipv4.ts';
import type { FileStat, FileSystem } from '../../src/source/filesystem.ts';

/** A text, a link's target, a failure by its errno name, or a function that returns any of these. */
export type Entry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly errno: string }
  | (() => Entry);

export const failure = (errno: string, path: string): Error =>
  Object.assign(new Error(`${errno}: injected, '${path}'`), { code: errno, path });

/** A file system with these entries and their parent directories. Anything else is ENOENT. */
export class FakeFiles implements FileSystem {
  readonly #tree: Map<string, Entry>;
  readonly #open = new Map<number, { readonly bytes: Uint8Array; at: number }>();
  #nextFd = 3;
  /** Where a procfs is mounted. */
  procfs: readonly string[] = ['/proc'];
  /** Paths that were opened, in order. */
  readonly opened: string[] = [];

  readonly #addresses: readonly InterfaceAddress[] | null;

  constructor(tree: Readonly<Record<string, Entry>>, addresses: readonly InterfaceAddress[] | null = null) {
    this.#tree = new Map(Object.entries(tree));
    this.#addresses = addresses;
  }

  open(path: string): number {
    const entry = this.#entry(path);
    if (typeof entry !== 'string' && !(entry instanceof Uint8Array)) throw failure('EISDIR', path);
    this.opened.push(path);
    const bytes = typeof entry === 'string' ? new TextEncoder().encode(entry) : entry;
    this.#open.set(this.#nextFd, { bytes, at: 0 });
    return this.#nextFd++;
  }

  read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    const file = this.#open.get(fd)!;
    const part = file.bytes.subarray(file.at, file.at + length);
    buffer.set(part, offset);
    file.at += part.length;
    return part.length;
  }

  /** Moves the position back by bytes that were read ahead. */
  rewind(fd: number, bytes: number): void {
    this.#open.get(fd)!.at -= bytes;
  }

  close(fd: number): void {
    this.#open.delete(fd);
  }

  pathOf(_fd: number): string | null {
    return null;
  }

  /** In the order of libuv's scandir: by character, 10 before 9. */
  readdir(path: string): string[] {
    const directory = path.endsWith('/') ? path.slice(0, -1) : path;
    if (this.#tree.has(directory)) this.#entry(directory);
    const below = [...this.#tree.keys()].filter((name) => name.startsWith(`${directory}/`));
    if (below.length === 0) throw failure('ENOENT', path);
    return [...new Set(below.map((name) => name.slice(directory.length + 1).split('/')[0]!))].sort();
  }

  readlink(path: string): string {
    const entry = this.#entry(path);
    if (typeof entry !== 'object' || !('link' in entry)) throw failure('EINVAL', path);
    return entry.link;
  }

  realpath(path: string): string {
    return path;
  }

  /** Entries that fail to open still exist. */
  stat(path: string): FileStat {
    const entry = this.#tree.get(path);
    const isDirectory = [...this.#tree.keys()].some((name) => name.startsWith(`${path}/`));
    if (entry === undefined && !isDirectory) throw failure('ENOENT', path);
    return { device: 1n, inode: 1n, size: 0n, kind: isDirectory ? 'directory' : 'file' };
  }

  magic(path: string): number {
    const isProcfs = this.procfs.some((root) => path === root || path.startsWith(`${root}/`));
    return isProcfs ? 0x9fa0 : 0xef53;
  }

  localAddresses(): readonly InterfaceAddress[] | null {
    return this.#addresses;
  }

  get leaked(): number {
    return this.#open.size;
  }

  #entry(path: string): Exclude<Entry, () => Entry> {
    let entry = this.#tree.get(path) ?? { errno: 'ENOENT' };
    while (typeof entry === 'function') entry = entry();
    if (typeof entry === 'object' && 'errno' in entry) throw failure(entry.errno, path);
    return entry;
  }
}
