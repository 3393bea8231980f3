import type { InterfaceAddress } from '../core/ipv4.ts';
import type { FileStat, FileSystem } from '../source/filesystem.ts';

import {
  type Directory,
  failed,
  firstDescriptor,
  mostLinks,
  type Node,
  type Open,
  partsOf,
} from './memory-node.ts';

/** Files held in memory, in place of a machine's. Links can only lead to other files in it. */
export class MemoryFiles implements FileSystem {
  readonly #root: Directory;
  readonly #open = new Map<number, Open>();
  #nextDescriptor = firstDescriptor;
  #nextInode = 1n;
  #addresses: { readonly net: string; readonly list: readonly InterfaceAddress[] } | null = null;

  constructor() {
    this.#root = this.#directory();
  }

  /** Adds a file. False if the name already exists. */
  addFile(path: string, bytes: Uint8Array): boolean {
    return this.#add(path, { kind: 'file', bytes, failure: null, inode: this.#nextInode++ });
  }

  addLink(path: string, target: string): boolean {
    return this.#add(path, { kind: 'link', target });
  }

  addDirectory(path: string): boolean {
    return this.#add(path, this.#directory());
  }

  /** Makes opening a path fail as it did; if part of it was read, reading fails after that part. */
  fail(path: string, code: string): void {
    const parts = partsOf(path);
    const name = parts.pop()!;
    const children = this.#parent(parts)?.children;
    const known = children?.get(name);
    children?.set(name, known?.kind === 'file' ? { ...known, failure: { code } } : { kind: 'failure', code });
  }

  /** Sets the original inode of a file or directory. */
  number(path: string, inode: bigint): void {
    const node = this.#find(path, 'stat');
    node.inode = inode;
  }

  /** The size of an existing file in bytes; null for anything else. */
  sizeOf(path: string): number | null {
    const node = this.#lookUp(partsOf(path), []);
    return node?.kind === 'file' ? node.bytes.length : null;
  }

  open(path: string): number {
    const node = this.#find(path, 'open');
    if (node.kind === 'directory') throw failed('EISDIR', 'open', path);
    const fd = this.#nextDescriptor++;
    this.#open.set(fd, { content: node, path: this.realpath(path), at: 0 });
    return fd;
  }

  read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    const open = this.#open.get(fd);
    if (open === undefined) throw failed('EBADF', 'read', String(fd));
    const { bytes, failure } = open.content;
    const piece = bytes.subarray(open.at, open.at + length);
    if (piece.length === 0 && length > 0 && failure !== null) throw failed(failure.code, 'read', String(fd));
    buffer.set(piece, offset);
    open.at += piece.length;
    return piece.length;
  }

  close(fd: number): void {
    if (!this.#open.delete(fd)) throw failed('EBADF', 'close', String(fd));
  }

  readdir(path: string): string[] {
    const node = this.#find(path, 'scandir');
    if (node.kind !== 'directory') throw failed('ENOTDIR', 'scandir', path);
    return [...node.children.keys()];
  }

  readlink(path: string): string {
    const parts = partsOf(path);
    const name = parts.pop();
    const parent = this.#find(parts.join('/'), 'readlink');
    const node = name === undefined || parent.kind !== 'directory' ? undefined : parent.children.get(name);
    if (node === undefined) throw failed('ENOENT', 'readlink', path);
    if (node.kind === 'failure') throw failed(node.code, 'readlink', path);
    if (node.kind !== 'link') throw failed('EINVAL', 'readlink', path);
    return node.target;
  }

  realpath(path: string): string {
    const real: string[] = [];
    if (this.#lookUp(partsOf(path), real) === undefined) throw failed('ENOENT', 'realpath', path);
    return `/${real.join('/')}`;
  }

  pathOf(fd: number): string | null {
    return this.#open.get(fd)?.path ?? null;
  }

  stat(path: string): FileStat {
    const node = this.#find(path, 'stat');
    const size = node.kind === 'file' ? BigInt(node.bytes.length) : 0n;
    return { device: 0n, inode: node.inode, size, kind: node.kind };
  }

  /** Not the magic number of any file system, because memory is not procfs. */
  magic(): number {
    return 0;
  }

  /** The addresses passed to `keepAddresses`, for one namespace. */
  localAddresses(net: string): readonly InterfaceAddress[] | null {
    return this.#addresses !== null && this.realpath(net) === this.realpath(this.#addresses.net)
      ? this.#addresses.list
      : null;
  }

  keepAddresses(net: string, list: readonly InterfaceAddress[]): void {
    this.#addresses = { net, list };
  }

  #directory(): Directory {
    return { kind: 'directory', children: new Map(), inode: this.#nextInode++ };
  }

  #find(path: string, call: string): Exclude<Node, { kind: 'link' | 'failure' }> {
    const node = this.#lookUp(partsOf(path), []);
    if (node === undefined || node.kind === 'link') throw failed('ENOENT', call, path);
    if (node.kind === 'failure') throw failed(node.code, call, path);
    return node;
  }

  /** Walks the path, following links within the tree. `real` receives the resolved path. */
  #lookUp(parts: readonly string[], real: string[], links = 0): Node | undefined {
    let node: Node = this.#root;
    for (const [at, part] of parts.entries()) {
      if (node.kind === 'failure') return node;
      const next: Node | undefined = node.kind === 'directory' ? node.children.get(part) : undefined;
      if (next === undefined) return undefined;
      if (next.kind === 'link') {
        const path = this.#resolved(real, next.target);
        if (path === null || links === mostLinks) return undefined;
        real.length = 0;
        return this.#lookUp([...path, ...parts.slice(at + 1)], real, links + 1);
      }
      real.push(part);
      node = next;
    }
    return node;
  }

  /** Resolves a link in this directory; null if it leads out of the tree. */
  #resolved(directory: readonly string[], target: string): readonly string[] | null {
    if (target.startsWith('/')) return null;
    const path = [...directory];
    for (const part of partsOf(target)) {
      if (part !== '..') path.push(part);
      else if (path.pop() === undefined) return null;
    }
    return path;
  }

  #add(path: string, node: Node): boolean {
    const parts = partsOf(path);
    const name = parts.pop();
    const parent = name === undefined ? null : this.#parent(parts);
    if (parent === null || name === undefined || parent.children.has(name)) return false;
    parent.children.set(name, node);
    return true;
  }

  /** The directory with that path, created if necessary; null if a file or link is in the way. */
  #parent(parts: readonly string[]): Directory | null {
    let node = this.#root;
    for (const part of parts) {
      let next = node.children.get(part);
      if (next === undefined) {
        next = this.#directory();
        node.children.set(part, next);
      }
      if (next.kind !== 'directory') return null;
      node = next;
    }
    return node;
  }
}
