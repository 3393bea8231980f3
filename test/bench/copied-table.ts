import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** Writes a tree whose TCP table has so many rows, all different, as tcp4_seq_show prints them. */
export const writeCopiedTable = (directory: string, rows: number): void => {
  mkdirSync(`${directory}/net`, { recursive: true });
  const fd = openSync(`${directory}/net/tcp`, 'w');
  writeSync(fd, `${header.padEnd(149)}\n`);
  for (let start = 0; start < rows; start += 10_000) {
    let text = '';
    for (let row = start; row < Math.min(rows, start + 10_000); row++) {
      const ends = `0100007F:${hex(row & 0xffff, 4)} ${hex(0x0a000001 + (row >> 16), 8)}:01BB`;
      const line = `${String(row).padStart(4)}: ${ends} 01 00000000:00000000 00:00000000 00000000  1000        0 ${row + 1} 1 0000000000000000 20 4 30 10 -1`;
      text += `${line.padEnd(149)}\n`;
    }
    writeSync(fd, text);
  }
  closeSync(fd);
};
