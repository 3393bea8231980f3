import { formatIpv4 } from '../../core/address.ts';
import { decimal, hex, hexDigits, word } from '../../core/field.ts';
import type { Kernel } from '../../core/report.ts';
import type { Row } from '../../shapes/row.ts';
import { rows } from '../../shapes/rows.ts';
import { type Entry, has, isZero, lettersOf, octetsAt, orNull, RTF_REJECT } from './route.ts';

/** Leading ones of a mask; null if a one follows a zero. */
const prefixLengthOf = (mask: Uint8Array): number | null => {
  const word = ((mask[0]! << 24) | (mask[1]! << 16) | (mask[2]! << 8) | mask[3]!) >>> 0;
  const length = Math.clz32(~word);
  return word === (length === 0 ? 0 : (-1 << (32 - length)) >>> 0) ? length : null;
};

/** Unreachable and prohibit routes carry the reject flag; blackhole and throw routes only lack an interface. */
const ipv4Type = (flags: number, device: string | null): string =>
  has(flags, RTF_REJECT) || device === null ? 'reject' : 'unicast';

const ipv4Layout = {
  header: ['Iface', 'Destination', 'Gateway'],
  fields: [
    word('Iface'),
    hexDigits('Destination', 8),
    hexDigits('Gateway', 8),
    hex('Flags'),
    decimal('RefCnt'),
    decimal('Use'),
    word('Metric'),
    hexDigits('Mask', 8),
  ],
};

/** /proc/net/route: the main table. */
export function* ipv4Routes(kernel: Kernel): Generator<Entry> {
  const lines = kernel.open('route', { mayBeEmpty: true });
  const swapped = kernel.endian === 'little';
  for (const row of rows(lines, ipv4Layout)) {
    const prefixLength = prefixLengthOf(octetsAt(row, 7, 4, swapped));
    if (prefixLength === null) {
      lines?.reject('Mask', `expected ones and then zeros, got "${row.text(7)}"`);
      continue;
    }
    yield ipv4Entry(row, prefixLength, swapped);
  }
}

const ipv4Entry = (row: Row, prefixLength: number, swapped: boolean): Entry => {
  const flags = row.hex(3) ?? 0;
  const octets = octetsAt(row, 1, 4, swapped);
  const gateway = octetsAt(row, 2, 4, swapped);
  const device = orNull(row.text(0));
  const metric = row.signed(6);
  return {
    family: 'ipv4',
    octets,
    prefixLength,
    isNull: false,
    destination: `${formatIpv4(octets)}/${prefixLength}`,
    gateway: isZero(gateway) ? null : formatIpv4(gateway),
    interface: device,
    metric: metric !== null && metric < 0 ? metric + 2 ** 32 : metric,
    flags: lettersOf(flags),
    type: ipv4Type(flags, device),
    mtu: row.decimal(8),
    window: row.decimal(9),
    irtt: row.decimal(10),
    refCount: row.decimal(4),
    useCount: row.decimal(5),
    source: null,
  };
};
