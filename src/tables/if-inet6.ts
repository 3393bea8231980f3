import { hexDigits, hexUpTo, word } from '../core/field.ts';
import { hexOctets } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { rows } from '../shapes/rows.ts';

/** One IPv6 address. */
type Ipv6AddressRow = {
  /** In network order. */
  readonly octets: Uint8Array;
  readonly interfaceIndex: number;
  readonly prefixLength: number;
  /** IPV6_ADDR_* (include/net/ipv6.h). */
  readonly scope: number;
  /** IFA_F_* (include/uapi/linux/if_addr.h); the kernel prints the low eight bits. */
  readonly flags: number;
  readonly interface: string;
};

const layout = {
  fields: [
    hexDigits('address', 32),
    hexUpTo('index', 0x7fffffff),
    hexUpTo('prefix length', 128),
    hexUpTo('scope', 0xffff),
    hexUpTo('flags', 0xffffffff),
    word('interface'),
  ],
};

/** `/proc/net/if_inet6` (net/ipv6/addrconf.c, if6_seq_show): one address per line, all numbers hexadecimal. */
export function* ipv6AddressRows(lines: Lines | null): Generator<Ipv6AddressRow> {
  for (const row of rows(lines, layout))
    yield {
      octets: hexOctets(row.bytes, row.startOf(0), 16),
      interfaceIndex: row.hex(1)!,
      prefixLength: row.hex(2)!,
      scope: row.hex(3)!,
      flags: row.hex(4)!,
      interface: row.text(5),
    };
}
