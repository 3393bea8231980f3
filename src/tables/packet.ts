import { decimal, hex, word } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { eachOnce } from '../shapes/each-once.ts';
import { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';

/** All numbers except the protocol are decimal. */
export class PacketRow extends Row {
  get type(): number | null {
    return this.decimal(2);
  }

  /** The Ethernet type. */
  get protocol(): number | null {
    return this.hex(3);
  }

  /** 0 for every interface. */
  get interfaceIndex(): number | null {
    return this.decimal(4);
  }

  get receiveMemory(): number | null {
    return this.decimal(6);
  }

  get uid(): number | null {
    return this.decimal(7);
  }

  get inode(): number | null {
    return this.decimal(8);
  }
}

const layout = {
  header: ['sk', 'RefCnt'],
  fields: [
    word('sk'),
    decimal('RefCnt'),
    decimal('Type'),
    hex('Proto'),
    decimal('Iface'),
    decimal('R'),
    decimal('Rmem'),
    decimal('User'),
    decimal('Inode'),
  ],
};

/** `/proc/net/packet` (net/packet/af_packet.c, packet_seq_show), each socket once. */
export const packetRows = (lines: Lines | null): Generator<PacketRow> =>
  eachOnce(lines, rows(lines, layout, new PacketRow()), [0, 8]);
