import { getSystemErrorName } from 'node:util';
import type { FileSystem } from '../../source/filesystem.ts';
import type { Ring } from './ring.ts';

/** Bytes of one table after which more are expected: shorter tables are read before a thread runs. */
const longTable = 1 << 16;

/**
 * Reads long kernel tables in a second thread, so that the kernel writes the next rows while these are decoded. Reading
 * goes on here until that thread runs, so that nobody waits for it; where there is none, nothing changes.
 */
export const readingAhead = (files: FileSystem, startReader: () => Ring): FileSystem => {
  const reader = new ReadAhead(files, startReader);
  return {
    ...files,
    read: (fd, buffer, offset, length) => reader.read(fd, buffer, offset, length),
    close: (fd) => reader.close(fd),
  };
};

class ReadAhead {
  readonly #files: FileSystem;
  readonly #startReader: () => Ring;
  #ring: Ring | null = null;
  #handedOver = -1;
  /** The descriptor read last, and the bytes it gave in pieces: the kernel gives a table by the page, a file does not. */
  #fd = -1;
  #inPieces = 0;

  constructor(files: FileSystem, startReader: () => Ring) {
    this.#files = files;
    this.#startReader = startReader;
  }

  read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    if (fd === this.#handedOver || this.#handOver(fd)) return this.#take(buffer, offset, length);
    const got = this.#files.read(fd, buffer, offset, length);
    const before = fd === this.#fd ? this.#inPieces : 0;
    this.#fd = fd;
    this.#inPieces = got < length ? before + got : Number.NEGATIVE_INFINITY;
    return got;
  }

  close(fd: number): void {
    if (fd === this.#handedOver) {
      this.#ring!.stop();
      this.#handedOver = -1;
    }
    if (fd === this.#fd) this.#fd = -1;
    this.#files.close(fd);
  }

  #handOver(fd: number): boolean {
    if (fd !== this.#fd || this.#inPieces < longTable || this.#handedOver >= 0) return false;
    this.#ring ??= this.#startReader();
    if (!this.#ring.isServed) return false;
    this.#ring.start(fd);
    this.#handedOver = fd;
    return true;
  }

  #take(buffer: Uint8Array, offset: number, length: number): number {
    const got = this.#ring!.take(buffer, offset, length);
    if (got >= 0) return got;
    const code = getSystemErrorName(got);
    throw Object.assign(new Error(`${code}: read`), { code, errno: got });
  }
}
