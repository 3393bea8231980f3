import type { Report } from './report.ts';

/** Where kernel text is read from. */
export type SourceOptions = {
  /** A procfs mount, or a tree copied from one. Default `/proc`. */
  readonly proc?: string;
  /** The network namespace to read: a pid, a container's id or name, `pod/NAME`, a unit, or a name of `ip netns`. */
  readonly netns?: string;
  /** Read every network namespace of the machine. */
  readonly allNetns?: boolean;
  /** Byte order of the machine that a copied tree comes from. Default: this machine's. */
  readonly endian?: 'little' | 'big';
  /** A snapshot, or `-` for one on stdin. */
  readonly from?: string;
};

/** The filters that options name. Several items of one filter mean "or", several filters "and". */
export type FilterOptions = {
  /** Expressions; all must hold. */
  readonly where?: readonly string[];
  readonly state?: readonly string[];
  readonly port?: readonly string[];
  readonly localPort?: readonly string[];
  readonly remotePort?: readonly string[];
  readonly address?: readonly string[];
  readonly local?: readonly string[];
  readonly remote?: readonly string[];
  readonly interface?: readonly string[];
  readonly interfaceStrict?: readonly string[];
  readonly process?: readonly string[];
  readonly user?: readonly string[];
  /** Listening sockets; of UDP, raw and icmp those that are not connected. */
  readonly listening?: boolean;
};

/** How the answer is printed. */
export type Output = {
  readonly format: string;
  /** For people: zeros and columns that only programs want are left out. */
  readonly isText: boolean;
  readonly header: boolean;
  readonly color: string;
  /** Names of services and hosts instead of numbers. */
  readonly resolve: boolean;
  /** JSON in an envelope with the account. */
  readonly meta: boolean;
  readonly quiet: boolean;
  /** Bytes and counts with units, in text. */
  readonly human: boolean;
};

/** What decides the exit code. */
export type ExitRules = {
  /** No row is a failure. */
  readonly exitCode: boolean;
  /** An incomplete reading is a failure. */
  readonly strict: boolean;
  /** The number of rows that is asserted, bounds included; null for none. */
  readonly rows: { readonly least: number; readonly most: number } | null;
};

/** Whether and when the report is read again, and what the first sample is compared with. */
export type Repeat = {
  /** Milliseconds; null for a single sample. */
  readonly interval: number | null;
  readonly count: number;
  /** An earlier JSON output. */
  readonly since: string | null;
};

/** One question, complete: plain data that knows neither argv nor a file descriptor. */
export type Request = {
  readonly report: Report;
  /** The report's own switches, as its `switches` made them and its options and words set them. */
  readonly switches: unknown;
  readonly source: SourceOptions;
  readonly filter: FilterOptions;
  /** What was listed; null for the usual columns. */
  readonly columns: readonly string[] | null;
  /** Optional columns that other options turn on. */
  readonly extraColumns: readonly string[];
  readonly sort: readonly string[];
  readonly limit: number;
  readonly countBy: readonly string[] | null;
  /** Expressions that counts must fit. */
  readonly having: readonly string[];
  readonly output: Output;
  readonly exit: ExitRules;
  readonly repeat: Repeat;
};

type Loose<T> = { -readonly [K in keyof T]: T[K] };

/** A request while its options are read. */
export type Draft = Omit<
  Loose<Request>,
  'source' | 'filter' | 'output' | 'exit' | 'repeat' | 'extraColumns'
> & {
  readonly extraColumns: string[];
  readonly source: Loose<SourceOptions>;
  readonly filter: Loose<FilterOptions>;
  readonly output: Loose<Omit<Output, 'isText' | 'format'>> & { readonly formats: Set<string> };
  readonly exit: Loose<ExitRules>;
  readonly repeat: Loose<Omit<Repeat, 'count'>> & { count: number | null };
};
