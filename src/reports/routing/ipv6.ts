import { formatIpv6 } from '../../core/address.ts';
import { hex, hexDigits } from '../../core/field.ts';
import type { Kernel } from '../../core/report.ts';
import type { Row } from '../../shapes/row.ts';
import { rows } from '../../shapes/rows.ts';
import {
  type Entry,
  has,
  isZero,
  lettersOf,
  octetsAt,
  orNull,
  RTF_ANYCAST,
  RTF_LOCAL,
  RTF_REJECT,
} from './route.ts';

const ipv6Layout = {
  fields: [
    hexDigits('destination', 32),
    hex('prefix length'),
    hexDigits('source', 32),
    hex('source prefix length'),
    hexDigits('next hop', 32),
    hex('metric'),
    hex('references'),
    hex('use'),
    hex('flags'),
  ],
};

/** The entry that ends a table without default route: metric 2^32-1, rejecting, and no route at all. */
const isNullEntry = (row: Row, flags: number): boolean =>
  has(flags, RTF_REJECT) && row.hex(5) === 0xffffffff && row.hex(1) === 0;

const ipv6Type = (flags: number, octets: Uint8Array): string => {
  if (has(flags, RTF_REJECT)) return 'reject';
  if (has(flags, RTF_ANYCAST)) return 'anycast';
  if (has(flags, RTF_LOCAL)) return 'local';
  return octets[0] === 0xff ? 'multicast' : 'unicast';
};

/** /proc/net/ipv6_route: all tables. */
export function* ipv6Routes(kernel: Kernel): Generator<Entry> {
  for (const row of rows(kernel.open('ipv6_route', { mayBeAbsent: true, mayBeEmpty: true }), ipv6Layout)) {
    const flags = row.hex(8) ?? 0;
    const octets = octetsAt(row, 0, 16);
    const gateway = octetsAt(row, 4, 16);
    const source = octetsAt(row, 2, 16);
    yield {
      family: 'ipv6',
      octets,
      prefixLength: row.hex(1) ?? 0,
      isNull: isNullEntry(row, flags),
      destination: `${formatIpv6(octets)}/${row.hex(1)}`,
      gateway: isZero(gateway) ? null : formatIpv6(gateway),
      interface: orNull(row.text(9)),
      metric: row.hex(5),
      flags: lettersOf(flags),
      type: ipv6Type(flags, octets),
      mtu: null,
      window: null,
      irtt: null,
      refCount: row.hex(6),
      useCount: row.hex(7),
      source: row.hex(3) === 0 && isZero(source) ? null : `${formatIpv6(source)}/${row.hex(3)}`,
    };
  }
}
