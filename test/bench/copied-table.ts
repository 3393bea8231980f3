import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

type Table = { readonly header: string; readonly row: (at: number) => string };

const socket = (local: string, remote: string, at: number, tail: string): string =>
  `${String(at).padStart(4)}: ${local}:${hex(at & 0xffff, 4)} ${remote}:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 ${at + 1} ${tail}`;

const tcpTail = '1 0000000000000000 20 4 30 10 -1';
const socketHeader =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** Tables of distinct rows, each as the kernel prints it (tcp4_seq_show and its kin, unix_seq_show). */
const tables = {
  tcp: {
    header: socketHeader.padEnd(149),
    row: (at) => socket('0100007F', hex(0x0a000001 + (at >> 16), 8), at, tcpTail).padEnd(149),
  },
  tcp6: {
    header: socketHeader,
    row: (at) =>
      socket(
        'B80D0120000000000000000001000000',
        `B80D0120${hex(at, 8)}${hex(at * 7919, 8)}02000000`,
        at,
        tcpTail,
      ),
  },
  udp: {
    header: socketHeader.padEnd(127),
    row: (at) => socket('0100007F', hex(0x0a000001 + (at >> 16), 8), at, '2 0000000000000000 0').padEnd(127),
  },
  unix: {
    header: 'Num       RefCount Protocol Flags    Type St Inode Path',
    row: (at) =>
      `0000000000000000: 00000003 00000000 00000000 0001 03 ${String(at + 1).padStart(5)}${at % 3 === 0 ? ' /run/systemd/journal/stdout' : ''}`,
  },
} satisfies Readonly<Record<string, Table>>;

/** Writes one table with that many rows, and an empty one of the other family, into a tree. */
export const writeCopiedTable = (
  directory: string,
  rows: number,
  name: keyof typeof tables = 'tcp',
): void => {
  mkdirSync(`${directory}/net`, { recursive: true });
  const { header, row } = tables[name];
  const fd = openSync(`${directory}/net/${name}`, 'w');
  writeSync(fd, `${header}\n`);
  for (let start = 0; start < rows; start += 10_000) {
    let text = '';
    for (let at = start; at < Math.min(rows, start + 10_000); at++) text += `${row(at)}\n`;
    writeSync(fd, text);
  }
  closeSync(fd);
};
