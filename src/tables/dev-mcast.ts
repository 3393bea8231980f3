import { decimalUpTo, word } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { rows } from '../shapes/rows.ts';

export type InterfaceIndex = { readonly index: number; readonly name: string };

const layout = { fields: [decimalUpTo('index', 0x7fffffff), word('interface')] };

/** Lines that start with an interface's index and name; an interface may have several. */
export function* indexedInterfaces(lines: Lines | null): Generator<InterfaceIndex> {
  for (const row of rows(lines, layout)) yield { index: row.decimal(0)!, name: row.text(1) };
}

/** The interfaces of `/proc/net/dev_mcast` (net/core/net-procfs.c, dev_mc_seq_show), once per multicast address. */
export const devMcastInterfaces = (lines: Lines | null): Generator<InterfaceIndex> =>
  indexedInterfaces(lines);
