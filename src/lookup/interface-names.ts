import { decimal, word } from '../core/field.ts';
import type { Kernel, Lines } from '../core/report.ts';
import { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';
import { addressLayout } from './local-addresses.ts';

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/**
 * Names of interfaces by index. No file lists them all: `dev_mcast` (net/core/net-procfs.c, dev_mc_seq_show) and `igmp6`
 * (net/ipv6/mcast.c, igmp6_mc_seq_show) those with a multicast group, `igmp` those with IPv4, `if_inet6` those with an
 * IPv6 address.
 */
export const interfaceNames = (kernel: Kernel): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  const indexed = { fields: [decimal('index'), word('interface')] };
  for (const file of ['dev_mcast', 'igmp6'])
    for (const row of rows(kernel.open(file, policy), indexed)) names.set(row.decimal(0) ?? 0, row.text(1));
  for (const row of rows(kernel.open('if_inet6', policy), addressLayout))
    names.set(row.hex(1) ?? 0, row.text(5));
  addFromIgmp(kernel.open('igmp', policy), names);
  names.delete(0);
  return names;
};

const digitOf = (byte: number | undefined): number => (byte ?? 0) - 0x30;

/**
 * net/ipv4/igmp.c, igmp_mc_seq_show: `index<TAB>name      :` and, behind tabs, its groups. The colon clings to a name of
 * ten bytes or more.
 */
const addFromIgmp = (lines: Lines | null, names: Map<number, string>): void => {
  const row = new Row();
  while (lines?.next()) {
    const digit = digitOf(lines.bytes[lines.start]);
    if (digit < 0 || digit > 9) continue;
    row.move(lines.bytes, lines.start, lines.end);
    const index = row.decimal(0);
    const name = row.text(1);
    const isPadded = row.text(2) === ':';
    if (index !== null && (isPadded || name.endsWith(':')))
      names.set(index, isPadded ? name : name.slice(0, -1));
  }
};
