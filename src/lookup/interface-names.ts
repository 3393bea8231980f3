import { decimal, hex, hexDigits, word } from '../core/field.ts';
import type { Kernel } from '../core/report.ts';
import { rows } from '../shapes/rows.ts';

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/**
 * Names of interfaces by index. No file lists them all: `dev_mcast` (net/core/net-procfs.c, dev_mc_seq_show) and `igmp6`
 * (net/ipv6/mcast.c, igmp6_mc_seq_show) those with a multicast group, `if_inet6` those with an IPv6 address.
 */
export const interfaceNames = (kernel: Kernel): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  const indexed = { fields: [decimal('index'), word('interface')] };
  for (const file of ['dev_mcast', 'igmp6'])
    for (const row of rows(kernel.open(file, policy), indexed)) names.set(row.decimal(0) ?? 0, row.text(1));
  const addresses = {
    fields: [
      hexDigits('address', 32),
      hex('index'),
      hex('prefix'),
      hex('scope'),
      hex('flags'),
      word('interface'),
    ],
  };
  for (const row of rows(kernel.open('if_inet6', policy), addresses)) names.set(row.hex(1) ?? 0, row.text(5));
  names.delete(0);
  return names;
};
