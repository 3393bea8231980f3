import type { NoHolderReason, Remark } from './account.ts';
import type { BoundColumn, Columns, Holder } from './column.ts';
import type { FileState, Problem } from './errors.ts';
import type { InterfaceAddress } from './ipv4.ts';
import type { Lines } from './lines.ts';
import type { LinkFacts } from './link.ts';
import type { Machine } from './machine.ts';
import type { FoundNamespace } from './namespace.ts';
import type { Completion, Options } from './option.ts';
import type { Draft, Request } from './request.ts';
import type { Succession } from './succession.ts';

export type { Lines, Message } from './lines.ts';

/** What became of one file that a report wanted. */
export type FileNote = { readonly path: string; state: FileState; rows: number };

/** How a missing or an empty file is to be taken. */
export type FilePolicy = {
  /** Kernels without the feature do not have the file: its absence is an answer, not a failure. */
  readonly mayBeAbsent?: true;
  /** What it means that the file is not there, for the message. */
  readonly absentMeans?: string;
  readonly nameInOldKernels?: string;
  /** The kernel prints no header, and nothing at all when there is nothing. */
  readonly mayBeEmpty?: true;
  /** Read only to say more about the rows of other files: its absence is not a failure. */
  readonly auxiliary?: true;
};

/** One network namespace: this process's, another process's, or a copied tree's. */
export interface Kernel {
  readonly machine: Machine;
  readonly endian: 'little' | 'big';
  /** Bytes; null for a tree copied from a machine we cannot ask. */
  readonly pageSize: number | null;
  /** A running kernel, whose files keep the kernel's order; not a copy. */
  readonly live: boolean;
  /** The procfs root, for `/proc/<pid>` and `/proc/sys`; null for a copy that has none. */
  readonly procRoot: string | null;
  /** Opens a file below the `net` directory; null where it cannot be read (see `notes`). */
  open(name: string, policy?: FilePolicy): Lines | null;
  /** Names of the files in a directory below `net`, sorted; none where there is no such directory. */
  list(name: string): readonly string[];
  /** A small file below `/proc/sys`; null where there is none or it answers for another network namespace. */
  sysctl(name: string): string | null;
  /**
   * The IPv4 addresses of this network namespace from another source than its files, which name no interface for them.
   * Interfaces that are down or have no carrier are left out. Null where only the files are known.
   */
  localAddresses(): readonly InterfaceAddress[] | null;
  /** What `/sys/class/net` lists, which may be of another network namespace; null outside the reader's own. */
  links(): readonly LinkFacts[] | null;
  /** Whether values that all namespaces share are to be shown: in one namespace of those that are read together. */
  readonly showsShared: boolean;
  readonly notes: FileNote[];
  problem(problem: Problem): void;
}

/** What one reading asks of a scan. `Switches` are the report's own. */
export interface ScanContext<Switches = unknown> {
  readonly kernel: Kernel;
  /** Columns that will be read, filters included. */
  readonly wanted: ReadonlySet<string>;
  /** If set, rows in any other state are of no use: a scan may stop early where the kernel's order allows. */
  readonly states: ReadonlySet<string> | null;
  readonly switches: Switches;
  /** What rows are joined with, each made when first asked for. */
  readonly lookups: Lookups;
  /** All network namespaces of the machine, for a report that `readsNamespaces`. */
  readonly namespaces?: () => Iterable<FoundNamespace>;
}

export interface Lookups {
  /** Every holder of a socket; null where none is known. */
  holders(inode: number): readonly Holder[] | null;
  /** Why `holders` gave null. */
  whyUnknown(inode: number): NoHolderReason;
  userName(uid: number): string | null;
}

/** A draft whose report is known, and with it the type of its switches. */
export type ReportDraft<Switches> = Omit<Draft, 'switches'> & { readonly switches: Switches };

/** What may follow the name of a report. */
export interface Words<Switches> {
  /** For usage lines: `[PATTERN ...]`. */
  readonly synopsis: string;
  readonly completes: (report: Report) => Completion;
  /** Whether the words may be an expression, in which states follow `state` and `exclude`. */
  readonly areExpression?: true;
  /** Applies them. Throws `UsageError`. */
  readonly take: (draft: ReportDraft<Switches>, words: readonly string[]) => void;
}

/** What a report adds to one reading: rows that it leaves out itself, and what it has to say after the last one. */
export interface Preparation {
  readonly test?: (view: never) => boolean;
  /** `isNarrowed`: filters may have left out what there is. */
  readonly remarks?: (rows: number, isNarrowed: boolean, kernel: Kernel) => readonly Remark[];
}

export interface ReportDefinition<R, View, Switches> {
  readonly name: string;
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
  /** Manual pages of programs that show the same, as `ss 8`. */
  readonly seeAlso: readonly string[];
  /** Columns that together name the thing a row is about, from one sample to the next. */
  readonly identity: readonly (keyof R & string)[];
  /** A column that differs where a thing of the same name was made anew. */
  readonly generation?: keyof R & string;
  /** Columns whose values tell that such a thing has changed, beside its counters; all where it does not say. */
  readonly compared?: readonly (keyof R & string)[];
  readonly succession?: Succession;
  /** Columns of names that the kernel fixes: an expression that asks for another one has a typo. */
  readonly names?: readonly (keyof R & string)[];
  /** Its rows are of all network namespaces of the machine. */
  readonly readsNamespaces?: true;
  /** `--interval` is of use: the numbers change while people watch. */
  readonly isWatched?: true;
  /** Columns of text output that repeats, where all counters with their changes would be too many to look at. */
  readonly watched?: readonly string[];
  readonly columns: Columns<R, View>;
  /** The switches before any option is read. */
  readonly switches: () => Switches;
  readonly options: Options<ReportDraft<Switches>>;
  /** Reports with columns of their own that an option shows instead, under the option as it is typed: `-s`. */
  readonly variants?: Readonly<Record<string, Report>>;
  /** What may follow the name; without it nothing may. */
  readonly words?: Words<Switches>;
  /** The switches that leave no row out, where some rows are not read by default. */
  readonly everything?: (switches: Switches) => Switches;
  /** Whether counters that are zero or stand still were asked for. */
  readonly listsAll?: (switches: Switches) => boolean;
  /** Called before each reading. */
  readonly prepare?: (request: Request, switches: Switches) => Preparation;
  readonly scan: (context: ScanContext<Switches>) => Iterable<View>;
}

/** A report whose record, view and switches have been forgotten: what query, formats and request work with. */
export interface Report
  extends Omit<
    ReportDefinition<never, never, never>,
    | 'columns'
    | 'scan'
    | 'identity'
    | 'generation'
    | 'compared'
    | 'options'
    | 'switches'
    | 'words'
    | 'everything'
    | 'listsAll'
    | 'prepare'
    | 'names'
  > {
  /** Other names of the command, which the registry gives it. */
  readonly aliases: readonly string[];
  readonly identity: readonly string[];
  readonly generation?: string;
  readonly compared?: readonly string[];
  readonly names?: readonly string[];
  readonly columns: readonly BoundColumn[];
  readonly switches: () => unknown;
  readonly options: Options<Draft>;
  readonly words?: Words<unknown>;
  readonly everything?: (switches: unknown) => unknown;
  readonly listsAll?: (switches: unknown) => boolean;
  readonly prepare?: (request: Request, switches: unknown) => Preparation;
  readonly scan: (context: ScanContext) => Iterable<never>;
}

/** A report that still knows its record and its options, for the library. */
export interface TypedReport<R, O> extends Report {
  /** Types only: never set. */
  readonly record?: R;
  readonly ownOptions?: O;
}

/** The one place where record, view and switches are forgotten. */
export const defineReport =
  <R, View, Switches = null>() =>
  <const O extends Options<ReportDraft<Switches>>>(
    definition: Omit<ReportDefinition<R, View, Switches>, 'options'> & { readonly options: O },
  ): TypedReport<R, O> => {
    const columns = Object.entries(definition.columns).map(([name, column]) => ({
      name,
      ...(column as object),
    }));
    return { ...definition, aliases: [], columns } as unknown as TypedReport<R, O>;
  };
