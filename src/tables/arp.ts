import { ipv4Text, prefixedHex, word } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { mismatch, Row } from '../shapes/row.ts';
import { type RowLayout, rows } from '../shapes/rows.ts';

const star = '*';

/** Mask and device are taken from the end, because what is between the flags and them may contain spaces or be missing. */
export class ArpRow extends Row {
  get address(): string {
    return this.text(0);
  }

  /** ARPHRD_*, as the kernel prints it. */
  get hardwareType(): number | null {
    return this.hex(1, 2);
  }

  get hardwareTypeText(): string {
    return this.text(1);
  }

  get flags(): number {
    return this.hex(2, 2) ?? 0;
  }

  get flagsText(): string {
    return this.text(2);
  }

  /** As printed, valid or not; an AX.25 call sign may contain spaces. */
  get hardwareAddress(): string | null {
    return this.count < 6 ? null : decodeName(this.bytes, this.startOf(3), this.endOf(this.count - 3));
  }

  get mask(): string | null {
    return this.#lastButStar(2);
  }

  get device(): string | null {
    return this.#lastButStar(1);
  }

  #lastButStar(fromRight: number): string | null {
    const text = this.text(this.count - fromRight);
    return text === star ? null : text;
  }
}

const { accepts: isDottedQuad } = ipv4Text('Mask');

/** In a truncated line, a hardware address would be in the mask's place. */
const hasMask = (lines: Lines, row: ArpRow): boolean => {
  const mask = [row.bytes, row.startOf(row.count - 2), row.endOf(row.count - 2)] as const;
  if (row.mask === null || isDottedQuad(...mask)) return true;
  lines.reject('Mask', mismatch('* or an IPv4 mask', ...mask));
  return false;
};

const layout: RowLayout<ArpRow> = {
  header: ['IP', 'address', 'Flags'],
  fields: [
    ipv4Text('IP address'),
    prefixedHex('HW type'),
    prefixedHex('Flags'),
    word('Mask'),
    word('Device'),
  ],
  isUsable: hasMask,
};

/** `/proc/net/arp` (net/ipv4/arp.c, arp_seq_show): one IPv4 neighbour per line. */
export const arpRows = (lines: Lines | null): Generator<ArpRow> => rows(lines, layout, new ArpRow());
