import { decimal, hex, signed, word } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { eachOnce } from '../shapes/each-once.ts';
import { mismatch, Row } from '../shapes/row.ts';
import { type RowLayout, rows } from '../shapes/rows.ts';

const dropsAt = 8;
const inodeAt = 9;

/** Old kernels lack the inode, or the drops and the inode. */
export class NetlinkRow extends Row {
  /** The netlink family, e.g. 0 for NETLINK_ROUTE. */
  get protocol(): number | null {
    return this.decimal(1);
  }

  /** 0 for the kernel's own socket. */
  get portId(): number | null {
    return this.#unsigned(2);
  }

  get receiveMemory(): number | null {
    return this.signed(4);
  }

  get sendMemory(): number | null {
    return this.signed(5);
  }

  get drops(): number | null {
    return this.#unsigned(dropsAt);
  }

  get inode(): number | null {
    return this.decimal(inodeAt);
  }

  /** Kernels up to 3.0 print these 32 bits as a signed number. */
  #unsigned(token: number): number | null {
    const value = this.signed(token);
    if (value === null || value >= 2 ** 32 || value < -(2 ** 31)) return null;
    return value < 0 ? value + 2 ** 32 : value;
  }
}

const fields = [
  word('sk'),
  decimal('Eth'),
  signed('Pid'),
  hex('Groups'),
  signed('Rmem'),
  signed('Wmem'),
  word('Dump'),
  word('Locks'),
];

/** Fields whose bad values cost only themselves. */
const values = [
  ['Pid', 2, 'a 32-bit number', (row) => row.portId],
  ['Drops', dropsAt, 'a 32-bit number', (row) => row.drops],
  ['Inode', inodeAt, 'a decimal number', (row) => row.inode],
] as const satisfies readonly (readonly [string, number, string, (row: NetlinkRow) => number | null])[];

const rejectBadValues = (lines: Lines, row: NetlinkRow): void => {
  for (const [name, token, expected, read] of values)
    if (row.has(token) && read(row) === null) {
      lines.reject(name, mismatch(expected, row.bytes, row.startOf(token), row.endOf(token)));
      row.forget(token);
    }
};

/** For one reading, because the header determines the length of a row. */
const layoutOfReading = (): RowLayout<NetlinkRow> => {
  let columns = 0;
  return {
    header: ['sk', 'Eth'],
    fields,
    onHeader: ({ count }) => {
      columns = count;
    },
    isUsable(lines, row) {
      rejectBadValues(lines, row);
      if (row.count >= columns) return true;
      lines.reject(null, `the header names ${columns} columns, but this line has ${row.count}`);
      return false;
    },
  };
};

/** `/proc/net/netlink` (net/netlink/af_netlink.c, netlink_native_seq_show), each socket once. */
export const netlinkRows = (lines: Lines | null): Generator<NetlinkRow> =>
  eachOnce(lines, rows(lines, layoutOfReading(), new NetlinkRow()), [0, 1, 2, inodeAt]);
