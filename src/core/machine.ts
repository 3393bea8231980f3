/** What all network namespaces of a machine share. */
export interface Machine {
  readonly endian: 'little' | 'big';
  /** In bytes; null for a copy, whose machine's page size is unknown. */
  readonly pageSize: number | null;
  /** A running kernel, whose files are in kernel order; not a copy. */
  readonly live: boolean;
  /** The procfs root, for `/proc/<pid>` and `/proc/sys`; null for a copy without one. */
  readonly procRoot: string | null;
  /** Boot time in seconds since the epoch (`btime` in /proc/stat); null if unknown. */
  readonly bootTime: number | null;
  /** Changes with each boot (/proc/sys/kernel/random/boot_id); null if unknown. */
  readonly bootId: string | null;
}
