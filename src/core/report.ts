import type { NoHolderReason, Remark } from './account.ts';
import type { BoundColumn, Columns, Holder } from './column.ts';
import type { Problem } from './errors.ts';
import type { InterfaceAddress } from './ipv4.ts';
import type { FileNote, FilePolicy } from './kernel-file.ts';
import type { Lines } from './lines.ts';
import type { LinkFacts } from './link.ts';
import type { Machine } from './machine.ts';
import type { Measured } from './measured.ts';
import type { FoundNamespace } from './namespace.ts';
import type { Completion, Options } from './option.ts';
import type { Draft, Request } from './request.ts';
import type { Succession } from './succession.ts';

export type { FileNote, FilePolicy } from './kernel-file.ts';
export type { Lines, Message } from './lines.ts';

/** A network namespace: this process's, another process's, or that of a copied tree. */
export interface Kernel {
  readonly machine: Machine;
  readonly endian: 'little' | 'big';
  /** In bytes; null for a copy, whose machine's page size is unknown. */
  readonly pageSize: number | null;
  /** A running kernel, whose files are in kernel order; not a copy. */
  readonly live: boolean;
  /** The procfs root, for `/proc/<pid>` and `/proc/sys`; null for a copy without one. */
  readonly procRoot: string | null;
  /** Opens a file below the `net` directory; null if it cannot be read (see `notes`). */
  open(name: string, policy?: FilePolicy): Lines | null;
  /** Sorted names of the files in a directory below `net`; empty if there is no such directory. */
  list(name: string): readonly string[];
  /** A small file below `/proc/sys`; null if it is missing or describes another network namespace. */
  sysctl(name: string): string | null;
  /**
   * This network namespace's IPv4 addresses from a source other than its files, which do not name the interfaces.
   * Excludes interfaces that are down or without carrier. Null if only the files are available.
   */
  localAddresses(): readonly InterfaceAddress[] | null;
  /** What `/sys/class/net` lists, possibly for another network namespace; null outside the reader's own. */
  links(): readonly LinkFacts[] | null;
  /** Whether to show values shared by all namespaces; true for only one of the namespaces read together. */
  readonly showsShared: boolean;
  readonly notes: FileNote[];
  problem(problem: Problem): void;
}

/** What one reading passes to a scan. `Switches` are the report's own. */
export interface ScanContext<Switches = unknown> {
  readonly kernel: Kernel;
  /** Columns that will be read, including by filters. */
  readonly wanted: ReadonlySet<string>;
  /** If set, rows in other states are not needed; a scan may stop early if the kernel's order allows. */
  readonly states: ReadonlySet<string> | null;
  readonly switches: Switches;
  /** What rows are joined with, each built on first use. */
  readonly lookups: Lookups;
  /** All of the machine's network namespaces, for a report that `readsNamespaces`. */
  readonly namespaces?: () => Iterable<FoundNamespace>;
}

export interface Lookups {
  /** Every holder of a socket; null if none is known. */
  holders(inode: number): readonly Holder[] | null;
  /** Why `holders` returned null. */
  whyUnknown(inode: number): NoHolderReason;
  userName(uid: number): string | null;
}

/** A draft whose report, and so the type of its switches, is known. */
export type ReportDraft<Switches> = Omit<Draft, 'switches'> & { readonly switches: Switches };

/** The arguments a report accepts. */
export interface Words<Switches> {
  /** For usage lines, e.g. `[PATTERN ...]`. */
  readonly synopsis: string;
  readonly completes: (report: Report) => Completion;
  /** Whether the arguments may form an expression, in which states follow `state` and `exclude`. */
  readonly areExpression?: true;
  /** Applies the arguments. Throws `UsageError`. */
  readonly take: (draft: ReportDraft<Switches>, words: readonly string[]) => void;
}

/** What a report adds to one reading: rows it hides itself, and its remarks after the last row. */
export interface Preparation {
  readonly test?: (view: never) => boolean;
  /** The same, but after all filters, so it sees only rows that match them. */
  readonly lastTest?: (view: never) => boolean;
  /** `isNarrowed`: filters may have excluded existing rows. */
  readonly remarks?: (rows: number, isNarrowed: boolean, kernel: Kernel) => readonly Remark[];
}

interface ReportDefinition<R, View, Switches> {
  readonly name: string;
  /** One line, no full stop: what the report shows. */
  readonly summary: string;
  /** Kernel files, below `/proc/net` unless they begin with a slash. */
  readonly files: readonly string[];
  /** What a row is, e.g. `a socket`. */
  readonly row: string;
  /** Real command lines and what each one shows. */
  readonly examples: readonly (readonly [command: string, answer: string])[];
  /** Pitfalls users of this report should know, as sentences for `--help` and the manual. */
  readonly notes: readonly [string, ...string[]];
  /** Manual pages of related programs, e.g. `ss 8`. */
  readonly seeAlso: readonly string[];
  /** Columns that together identify a row across samples. */
  readonly identity: readonly (keyof R & string)[];
  /** A column that differs if something with the same identity has been recreated. */
  readonly generation?: keyof R & string;
  /** Columns, besides counters, whose values show that a row has changed; all of them by default. */
  readonly compared?: readonly (keyof R & string)[];
  readonly succession?: Succession;
  /** Columns whose names are fixed by the kernel, so an unknown name in an expression is a typo. */
  readonly names?: readonly (keyof R & string)[];
  /** Its rows cover all of the machine's network namespaces. */
  readonly readsNamespaces?: true;
  /** `--interval` is useful, because the numbers change over time. */
  readonly isWatched?: true;
  /** Columns of repeated text output, if all counters with their changes would be too many. */
  readonly watched?: readonly string[];
  readonly measured?: Measured;
  readonly columns: Columns<R, View>;
  /** The switches' defaults. */
  readonly switches: () => Switches;
  readonly options: Options<ReportDraft<Switches>>;
  /** Reports with different columns that an option shows instead, keyed by the option as typed: `-s`. */
  readonly variants?: Readonly<Record<string, Report>>;
  /** The arguments it accepts; none if omitted. */
  readonly words?: Words<Switches>;
  /** The switches that include every row, if some are not read by default. */
  readonly everything?: (switches: Switches) => Switches;
  /** Whether zero or unchanged counters were requested. */
  readonly listsAll?: (switches: Switches) => boolean;
  /** Called before each reading. */
  readonly prepare?: (request: Request, switches: Switches) => Preparation;
  readonly scan: (context: ScanContext<Switches>) => Iterable<View>;
}

/** A report with its record, view and switch types erased, as query, formats and request use it. */
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
  /** Other names of the command, set by the registry. */
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

/** A report that keeps the types of its record and options, for the library. */
export interface TypedReport<R, O> extends Report {
  /** For its type only; never set. */
  readonly record?: R;
  readonly ownOptions?: O;
}

/** The one place where record, view and switch types are erased. */
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
