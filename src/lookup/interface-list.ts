import type { Kernel } from '../core/report.ts';
import { devRows } from '../tables/dev.ts';

/** The interfaces of a network namespace, by name; empty where `/proc/net/dev` cannot be read. */
export const interfaceList = (kernel: Kernel): readonly string[] => {
  const lines = kernel.open('dev', { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true });
  return Array.from(devRows(lines), (row) => row.interface);
};
