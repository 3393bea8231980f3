import { printable } from './text.ts';

/** The command's exit codes, defined only here. */
export const ExitCode = {
  ok: 0,
  noMatch: 1,
  usage: 2,
  noData: 3,
  partial: 4,
  bug: 70,
} as const;

/** Whether a kernel file could be read and, if not, why. */
export type FileState = 'ok' | 'empty' | 'absent' | 'denied' | 'unsupported' | 'error';

/** The command line, a library option or an expression is invalid. `option` names it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
  /** What the command exits with. */
  readonly exitCode = ExitCode.usage;
  /** The option or argument that is wrong. */
  readonly option: string | undefined;
  constructor(message: string, option?: string) {
    super(message);
    this.option = option;
  }
}

/**
 * Kernel data that should be there cannot be read. `code` is the errno name, `path` the file as named by the kernel; `message`
 * is safe to print.
 */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  /** What the command exits with. */
  readonly exitCode = ExitCode.noData;
  /** The errno name, such as `EACCES`. */
  readonly code: string;
  /** The file that could not be read. */
  readonly path: string;
  constructor(message: string, code: string, path: string) {
    super(printable(message));
    this.code = code;
    this.path = path;
  }
}

/** The file exists, but not in any known format of this kernel file. `message` is safe to print. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  readonly code = 'UNSUPPORTED';
  /** What the command exits with. */
  readonly exitCode = ExitCode.noData;
  /** The unrecognized file. */
  readonly path: string;
  constructor(message: string, path: string) {
    super(printable(message));
    this.path = path;
  }
}

/** Output could not be written (disk full, I/O error); neither bad data nor a bug. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly exitCode = ExitCode.usage;
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** The reader of our output has closed the pipe; exit quietly. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
  readonly exitCode = ExitCode.ok;
}

/** A line (or a file) that could not be parsed, which costs only that line, or a remark on the rows. */
export type Problem = {
  /** The file; for a remark, the proc directory. */
  readonly path: string;
  /** 1-based; null if the problem concerns the whole file or all rows. */
  readonly line: number | null;
  /** The field of that line; null if no single field is to blame. */
  readonly field: string | null;
  /** What is wrong with it. */
  readonly message: string;
};

/** `file:line: field: message`, which editors can open. */
export const describeProblem = ({ path, line, field, message }: Problem): string =>
  `${path}${line === null ? '' : `:${line}`}: ${field === null ? '' : `${field}: `}${message}`;
