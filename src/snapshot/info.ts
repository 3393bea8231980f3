import type { Problem } from '../core/errors.ts';

/** An IPv4 address reported by the machine; the label is the interface name, optionally followed by a colon and more text. */
export type HostAddress = {
  readonly label: string;
  readonly address: string;
  readonly prefixLength: number;
};

/** A network namespace whose tables are in a snapshot. */
export type SnapshotNamespace = {
  /** The process whose `net` directory contains the tables. */
  readonly leader: number;
  /** Inode of its `net/dev` in that procfs; the same for the same namespace within one boot. */
  readonly inode: string | null;
};

/** Names of the kubelet's logs, which contain pod and container names. */
export type Logs = { readonly pods: readonly string[]; readonly containers: readonly string[] };

/** What reading a snapshot requires to know about its machine; null if unknown. */
export type SnapshotInfo = {
  /** An archive from `procnet snapshot`, `tail -n +1` output, or a single table. */
  readonly form: 'archive' | 'stream' | 'table';
  /** When reading started and ended (ISO 8601). */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly host: string | null;
  /** `/proc/sys/kernel/random/boot_id`: changes with each boot. */
  readonly bootId: string | null;
  /** `/proc/sys/kernel/osrelease`. */
  readonly kernel: string | null;
  readonly endian: 'little' | 'big' | null;
  /** In bytes. */
  readonly pageSize: number | null;
  /** Clock ticks per second in the kernel's time columns (USER_HZ). */
  readonly ticksPerSecond: number | null;
  /** The reader's effective user id; 0 can see every owner. */
  readonly uid: number | null;
  /** The first namespace's addresses; null if only its files are available. */
  readonly addresses: readonly HostAddress[] | null;
  /** The requested one first. */
  readonly namespaces: readonly SnapshotNamespace[];
  /** The leader of the reader's own namespace, if included. */
  readonly own: number | null;
  readonly logs: Logs | null;
  /** Whether these are all namespaces visible to the reader, and whether processes were read. */
  readonly allNamespaces: boolean;
  readonly processes: boolean;
  /** Identifies the key used for pseudonyms; null if not redacted. */
  readonly redaction: string | null;
  /** Parts of a stream that were not recognized. */
  readonly problems: readonly Problem[];
};

/** The information for text of unknown origin. */
export const unknownOrigin = (form: 'stream' | 'table', problems: readonly Problem[] = []): SnapshotInfo => ({
  form,
  startedAt: null,
  finishedAt: null,
  host: null,
  bootId: null,
  kernel: null,
  endian: null,
  pageSize: null,
  ticksPerSecond: null,
  uid: null,
  addresses: null,
  namespaces: [],
  own: null,
  logs: null,
  allNamespaces: false,
  processes: false,
  redaction: null,
  problems,
});
