import type { Kernel } from '../../core/report.ts';
import { devRows } from '../../tables/dev.ts';

/** The names of a network namespace's interfaces; empty if `/proc/net/dev` cannot be read. */
export const interfaceList = (kernel: Kernel): readonly string[] => {
  const lines = kernel.open('dev', { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true });
  return Array.from(devRows(lines), (row) => row.interface);
};
