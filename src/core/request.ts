import type { Report } from './report.ts';

/** Where kernel files are read from. */
export type SourceOptions = {
  /** A procfs mount or a copy of one. Default `/proc`. */
  readonly proc?: string;
  /** The network namespace to read: a pid, a container id or name, `pod/NAME`, a unit, or an `ip netns` name. */
  readonly netns?: string;
  /** Read every network namespace on the machine. */
  readonly allNetns?: boolean;
  /** Byte order of the machine a copied tree comes from. Default: this machine's. */
  readonly endian?: 'little' | 'big';
  /** A snapshot, or `-` for one on stdin. */
  readonly from?: string;
};

/** Filters set by options. Items of one filter are ORed; filters are ANDed. */
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
  /** Listening sockets; for UDP, raw and ICMP, unconnected ones. */
  readonly listening?: boolean;
};

/** How the answer is printed. */
export type Output = {
  readonly format: string;
  /** For human readers; omits zeros and columns meant for programs. */
  readonly isText: boolean;
  readonly header: boolean;
  readonly color: string;
  /** Service and host names instead of numbers. */
  readonly resolve: boolean;
  /** Wrap JSON in an envelope with the account. */
  readonly meta: boolean;
  readonly quiet: boolean;
  /** Bytes and counts with units, in text formats. */
  readonly human: boolean;
};

/** What determines the exit code. */
export type ExitRules = {
  /** Fail if there are no rows. */
  readonly exitCode: boolean;
  /** Fail if the reading is incomplete. */
  readonly strict: boolean;
  /** The asserted number of rows, inclusive; null for none. */
  readonly rows: { readonly least: number; readonly most: number } | null;
};

/** Whether and when to read the report again, and what to compare the first sample with. */
export type Repeat = {
  /** Milliseconds; null for a single sample. */
  readonly interval: number | null;
  readonly count: number;
  /** An earlier JSON output. */
  readonly since: string | null;
};

/** One complete query as plain data, independent of argv and file descriptors. */
export type Request = {
  readonly report: Report;
  /** The report's own switches: the defaults from `switches`, changed by its options and arguments. */
  readonly switches: unknown;
  readonly source: SourceOptions;
  readonly filter: FilterOptions;
  /** The listed columns; null for the default ones. */
  readonly columns: readonly string[] | null;
  /** Optional columns enabled by other options. */
  readonly extraColumns: readonly string[];
  readonly sort: readonly string[];
  readonly limit: number;
  readonly countBy: readonly string[] | null;
  /** Expressions that counts must match. */
  readonly having: readonly string[];
  readonly output: Output;
  readonly exit: ExitRules;
  readonly repeat: Repeat;
};

type Loose<T> = { -readonly [K in keyof T]: T[K] };

/** A request whose options are still being read. */
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
