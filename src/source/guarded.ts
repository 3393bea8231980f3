import { ReadError } from '../core/errors.ts';
import type { FileSystem } from './filesystem.ts';

/** The number of symlinks the kernel follows before ELOOP (include/linux/namei.h, MAXSYMLINKS). */
const mostLinks = 40;

/** A file may grow while being read. Reading stops past both this size and the initial one. */
const mostBytes = 1 << 30;

/**
 * The file system, restricted for a copied tree. A copy is untrusted input: no path below `root` leads outside it, and only
 * regular files are read, because a device may be endless and opening it may have side effects.
 */
export const guardedFiles = (files: FileSystem, root: string): FileSystem => {
  const guard = new Guard(files, root);
  return {
    open: (path) => guard.open(path),
    read: (fd, buffer, offset, length) => guard.read(fd, buffer, offset, length),
    close: (fd) => guard.close(fd),
    pathOf: (fd) => files.pathOf(fd),
    readdir: (path) => files.readdir(guard.resolve(path)),
    readlink: (path) => files.readlink(guard.beside(path)),
    realpath: (path) => guard.resolve(path),
    stat: (path) => files.stat(guard.resolve(path)),
    magic: (path) => files.magic(guard.resolve(path)),
    localAddresses: (net) => files.localAddresses(net),
  };
};

class Guard {
  readonly #files: FileSystem;
  readonly #root: string;
  readonly #realRoot: string;
  /** How many more bytes each open file may yield. */
  readonly #left = new Map<number, number>();
  /** The last directory resolved, because all descriptors of a process share one. */
  #last: { readonly path: string; readonly resolved: string } | null = null;

  constructor(files: FileSystem, root: string) {
    this.#files = files;
    this.#root = withoutSlash(root);
    this.#realRoot = withoutSlash(files.realpath(root));
  }

  open(path: string): number {
    const resolved = this.resolve(path);
    const { kind, size } = this.#files.stat(resolved);
    if (kind === 'other') throw new ReadError(`cannot read ${path}: not a regular file`, 'EINVAL', path);
    const fd = this.#files.open(resolved);
    const opened = this.#files.pathOf(fd);
    if (opened !== null && !isBelow(opened, this.#realRoot)) {
      this.#files.close(fd);
      throw outside(path, opened);
    }
    this.#left.set(fd, Math.max(Number(size), mostBytes));
    return fd;
  }

  read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    const left = this.#left.get(fd) ?? 0;
    const got = left === 0 ? 0 : this.#files.read(fd, buffer, offset, Math.min(length, left));
    this.#left.set(fd, left - got);
    return got;
  }

  close(fd: number): void {
    this.#left.delete(fd);
    this.#files.close(fd);
  }

  /** The path with all symlinks resolved, including the last component. */
  resolve(path: string): string {
    if (path !== this.#root && !isBelow(path, this.#root)) throw outside(path, path);
    const walked: string[] = [];
    const due = path.slice(this.#root.length).split('/');
    let links = 0;
    for (let name = due.shift(); name !== undefined; name = due.shift()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        if (walked.pop() === undefined) throw outside(path, '..');
        continue;
      }
      const target = this.#linkTarget([this.#root, ...walked, name].join('/'));
      if (target === null) walked.push(name);
      else if (++links > mostLinks) throw Object.assign(new Error(`ELOOP: ${path}`), { code: 'ELOOP' });
      else if (target.startsWith('/')) walked.length = 0;
      due.unshift(...this.#below(path, target ?? '').split('/'));
    }
    return [this.#root, ...walked].join('/') || '/';
  }

  /** The same, leaving the last component alone. */
  beside(path: string): string {
    const slash = path.lastIndexOf('/');
    const directory = path.slice(0, slash);
    if (this.#last?.path !== directory) this.#last = { path: directory, resolved: this.resolve(directory) };
    return this.#last.resolved + path.slice(slash);
  }

  /** A link's target; an absolute one is relative to the root. */
  #below(path: string, target: string): string {
    if (!target.startsWith('/')) return target;
    const root = [this.#root, this.#realRoot].find((each) => isBelow(target, each));
    if (root === undefined) throw outside(path, target);
    return target.slice(root.length);
  }

  /** Null if the path is not a symlink or does not exist. */
  #linkTarget(path: string): string | null {
    try {
      return this.#files.readlink(path);
    } catch {
      return null;
    }
  }
}

const withoutSlash = (path: string): string => (path === '/' ? '' : path);

const isBelow = (path: string, root: string): boolean => path.startsWith(`${root}/`);

const outside = (path: string, target: string): ReadError =>
  new ReadError(
    `cannot read ${path}: symlink points outside the copied tree (${target}); not followed`,
    'EXDEV',
    path,
  );
