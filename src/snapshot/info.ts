import type { Problem } from '../core/errors.ts';

/** An IPv4 address as the machine itself reported it; the label is the interface's name, or begins with it and a colon. */
export type HostAddress = {
  readonly label: string;
  readonly address: string;
  readonly prefixLength: number;
};

/** A network namespace whose tables a snapshot holds. */
export type SnapshotNamespace = {
  /** The process below whose `net` the tables are. */
  readonly leader: number;
  /** Number of its `net/dev` in that procfs: equal for the same namespace of one boot. */
  readonly inode: string | null;
};

/** Names of the logs that the kubelet keeps: they name pods and containers. */
export type Logs = { readonly pods: readonly string[]; readonly containers: readonly string[] };

/** What the readings of another moment need to know of the machine they were taken on; null is unknown. */
export type SnapshotInfo = {
  /** An archive that `procnet snapshot` wrote, what `tail -n +1` printed, or one bare table. */
  readonly form: 'archive' | 'stream' | 'table';
  /** When reading began and ended (ISO 8601). */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly host: string | null;
  /** `/proc/sys/kernel/random/boot_id`: differs after a restart. */
  readonly bootId: string | null;
  /** `/proc/sys/kernel/osrelease`. */
  readonly kernel: string | null;
  readonly endian: 'little' | 'big' | null;
  /** Bytes. */
  readonly pageSize: number | null;
  /** Units of the kernel's time columns in a second (USER_HZ). */
  readonly ticksPerSecond: number | null;
  /** Effective user id of the reader; 0 sees every owner. */
  readonly uid: number | null;
  /** Addresses of the first namespace; null where only its files tell them. */
  readonly addresses: readonly HostAddress[] | null;
  /** The one that was meant first. */
  readonly namespaces: readonly SnapshotNamespace[];
  /** The leader of the reader's own namespace, if that is among them. */
  readonly own: number | null;
  readonly logs: Logs | null;
  /** Whether these are all namespaces that the reader saw, and whether processes were read. */
  readonly allNamespaces: boolean;
  readonly processes: boolean;
  /** Names the key that pseudonyms were made with; null where nothing was redacted. */
  readonly redaction: string | null;
  /** What of a stream could not be placed. */
  readonly problems: readonly Problem[];
};

/** What is known of text that does not say where it comes from. */
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
