import { type FileSystem, nodeFileSystem } from '../source/filesystem.ts';
import { brokenLines } from './broken-lines.ts';
import { appendWithin, replaceFile, writeAll } from './sink.ts';
import type { Environment, Terminal } from './terminal.ts';
import { terminalOf } from './terminal.ts';

/** The process's environment as a value, so that tests can run commands in-process. */
export interface Host {
  readonly env: Environment;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly files: FileSystem;
  /** Writes all bytes or throws `ClosedPipe` or `OutputError`. */
  write(bytes: Uint8Array): void;
  /** Writes a file atomically. `mode` applies to a new file. Throws `OutputError`. */
  save(path: string, bytes: Uint8Array, mode?: number): void;
  /** Appends what `make` returns for the room left in a file of at most 1 MiB. Throws `OutputError`. */
  append(path: string, make: (room: number) => Uint8Array): void;
  /** Prints a message; failures are ignored. */
  warn(text: string): void;
  now(): Date;
}

const largestAppended = 1 << 20;

export const realHost = async (): Promise<Host> =>
  hostOn(await terminalOf(1, process.env), await terminalOf(2, process.env));

const hostOn = (stdout: Terminal, stderr: Terminal): Host => ({
  env: process.env,
  stdout,
  stderr,
  files: nodeFileSystem,
  write: (bytes) => writeAll(1, bytes),
  save: replaceFile,
  append: (path, make) => appendWithin(path, largestAppended, make),
  warn(text) {
    try {
      writeAll(2, Buffer.from(stderr.width === null ? text : brokenLines(text, stderr.width)));
    } catch {}
  },
  now: () => new Date(),
});
