/** What all network namespaces of one machine share. */
export interface Machine {
  readonly endian: 'little' | 'big';
  /** Bytes; null for a tree copied from a machine we cannot ask. */
  readonly pageSize: number | null;
  /** A running kernel, whose files keep the kernel's order; not a copy. */
  readonly live: boolean;
  /** The procfs root, for `/proc/<pid>` and `/proc/sys`; null for a copy that has none. */
  readonly procRoot: string | null;
  /** When the machine was started, in seconds since 1970 (`btime` of /proc/stat); null if unknown. */
  readonly bootTime: number | null;
  /** Another one after each start (/proc/sys/kernel/random/boot_id); null if unknown. */
  readonly bootId: string | null;
}
