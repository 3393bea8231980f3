import type { BoundColumn, Columns, Holder } from './column.ts';
import type { FileState, Problem } from './errors.ts';

/** The lines of one kernel file: a cursor over a reused buffer. Lines end at byte 0x0A and at nothing else. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** First byte of the line. */
  readonly start: number;
  /** One past its last byte, the line feed not counted. */
  readonly end: number;
  /** 1-based. */
  readonly number: number;
  /** The path, as messages show it. */
  readonly path: string;
  /** Moves to the next line; false at the end of the file. */
  next(): boolean;
  /** This line is a row that was understood. */
  accept(): void;
  /** This line is the header we know. A file with neither header nor understood row is not what it should be. */
  acceptHeader(): void;
  /** This line (or its `field`) is not what it should be. It costs the line, not the file. */
  reject(field: string | null, message: string): void;
  /** Ends the reading early. */
  close(): void;
}

/** What became of one file that a report wanted. */
export type FileNote = { readonly path: string; state: FileState; rows: number };

/** How a missing or an empty file is to be taken. */
export type FilePolicy = {
  /** Kernels without the feature do not have the file: its absence is an answer, not a failure. */
  readonly mayBeAbsent?: true;
  /** What it means that the file is not there, for the message. */
  readonly absentMeans?: string;
  /** The kernel prints no header, and nothing at all when there is nothing. */
  readonly mayBeEmpty?: true;
  /** Read only to say more about the rows of other files: that it cannot be had is no failure. */
  readonly auxiliary?: true;
};

/** The kernel's text, wherever it comes from: this machine, another process's namespace, a copied tree. */
export interface Kernel {
  readonly endian: 'little' | 'big';
  /** Bytes; null for a tree copied from a machine we cannot ask. */
  readonly pageSize: number | null;
  /** A running kernel, whose files keep the kernel's order; not a copy. */
  readonly live: boolean;
  /** The procfs root, for `/proc/<pid>` and `/proc/sys`; null for a copy that has none. */
  readonly procRoot: string | null;
  /** Opens a file below the `net` directory; null where it cannot be had (noted in `notes`). */
  open(name: string, policy?: FilePolicy): Lines | null;
  /** A small file below `/proc/sys`, or null where there is none. */
  sysctl(name: string): string | null;
  readonly notes: FileNote[];
  problem(problem: Problem): void;
}

/** What one run asks of a scan. */
export interface ScanContext {
  readonly kernel: Kernel;
  /** Columns that somebody will read, filters included. */
  readonly wanted: ReadonlySet<string>;
  /** If set, no row in any other state is of use: a scan may stop early where the kernel's order allows. */
  readonly states: ReadonlySet<string> | null;
  /** The report's own switches (`ScanOptions` names them). */
  readonly options: ScanOptions;
  /** What the run joins rows with, each made when first asked for. */
  readonly lookups: Lookups;
}

export type ScanOptions = {
  /** conns: which tables to read. */
  readonly tables?: ReadonlySet<string>;
  readonly families?: ReadonlySet<string>;
  /** routes: also local, anycast, multicast and null entries. */
  readonly all?: boolean;
  /** routes: only the routes that this address takes, in network order. */
  readonly target?: Uint8Array;
};

export interface Lookups {
  /** Every holder of a socket; null where none is known, and for inode 0, which is no inode. */
  holders(inode: number): readonly Holder[] | null;
  userName(uid: number): string | null;
}

export interface ReportDefinition<R, View> {
  readonly name: string;
  readonly aliases: readonly string[];
  /** One line, no full stop: what the report shows. */
  readonly summary: string;
  /** Kernel files, below `/proc/net` unless they begin with a slash. */
  readonly files: readonly string[];
  /** What a row is: `a socket`. */
  readonly row: string;
  /** Real command lines and what each answers. */
  readonly examples: readonly (readonly [command: string, answer: string])[];
  /** Traps that a user of this report should know: sentences for `--help` and the manual. */
  readonly notes: readonly [string, ...string[]];
  /** Columns that together name the thing a row is about, from one sample to the next. */
  readonly identity: readonly (keyof R & string)[];
  /** Columns of text output that repeats, where all counters with their differences would be too many to look at. */
  readonly watched?: readonly string[];
  readonly columns: Columns<R, View>;
  readonly scan: (context: ScanContext) => Iterable<View>;
}

/** A report whose record and view types have been forgotten: what query, formats and cli work with. */
export interface Report extends Omit<ReportDefinition<never, never>, 'columns' | 'scan' | 'identity'> {
  readonly identity: readonly string[];
  readonly columns: readonly BoundColumn[];
  readonly scan: (context: ScanContext) => Iterable<never>;
}

/** A report that still knows its record type, for the library. */
export interface TypedReport<R> extends Report {
  /** Type only: never set. */
  readonly record?: R;
}

/** The one place where record and view types are forgotten. */
export const defineReport = <R, View>(definition: ReportDefinition<R, View>): TypedReport<R> => {
  const columns = Object.entries(definition.columns).map(([name, column]) => ({
    name,
    ...(column as object),
  }));
  return { ...definition, columns } as unknown as TypedReport<R>;
};
