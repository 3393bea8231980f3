import { decimalNumber } from '../core/decimal.ts';
import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from '../shapes/row.ts';
import { type InterfaceIndex, indexedInterfaces } from './dev-mcast.ts';

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The colon directly follows a name of ten bytes or more. */
const nameOf = (row: Row): string | null => {
  const name = row.text(1);
  if (row.text(2) === ':') return name;
  return name.length > 1 && name.endsWith(':') ? name.slice(0, -1) : null;
};

/**
 * The interfaces of `/proc/net/igmp` (net/ipv4/igmp.c, igmp_mc_seq_show): `index<TAB>name      :`, then its groups, indented by tabs.
 */
export function* igmpInterfaces(lines: Lines | null): Generator<InterfaceIndex> {
  const row = new Row();
  while (lines?.next()) {
    if (isEmptyLine(lines) || !isDigit(lines.bytes[lines.start])) continue;
    row.move(lines.bytes, lines.start, lines.end);
    const index = decimalNumber(row.bytes, row.startOf(0), row.endOf(0));
    const name = nameOf(row);
    if (index === null || index > 0x7fffffff)
      lines.reject('Idx', mismatch('an interface index', row.bytes, row.startOf(0), row.endOf(0)));
    else if (name === null)
      lines.reject('Device', mismatch('a name and a colon', row.bytes, row.startOf(1), row.endOf(2)));
    else {
      lines.accept();
      yield { index, name };
    }
  }
}

/** Those of `/proc/net/igmp6` (net/ipv6/mcast.c, igmp6_mc_seq_show), once per group. */
export const igmp6Interfaces = (lines: Lines | null): Generator<InterfaceIndex> => indexedInterfaces(lines);
