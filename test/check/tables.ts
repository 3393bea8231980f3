/** Kernel tables as the kernel would print them, built from a test's description. */

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

const states = {
  ESTABLISHED: '01',
  SYN_SENT: '02',
  FIN_WAIT2: '05',
  TIME_WAIT: '06',
  CLOSE: '07',
  CLOSE_WAIT: '08',
  LISTEN: '0A',
} as const;

export type Row = {
  /** `127.0.0.1:80`; IPv6 as four words, as the kernel prints them on a little-endian machine. */
  readonly local: string;
  readonly remote?: string;
  readonly state?: keyof typeof states;
  readonly queue?: number;
  readonly retransmits?: number;
  readonly inode?: number;
};

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

const word = (address: string): string =>
  address.includes('.')
    ? address
        .split('.')
        .reverse()
        .map((octet) => hex(Number(octet), 2))
        .join('')
    : address;

const end = (text: string): string => {
  const at = text.lastIndexOf(':');
  return `${word(text.slice(0, at))}:${hex(Number(text.slice(at + 1)), 4)}`;
};

export const anyIpv6 = '0'.repeat(32);

export const socketTable = (rows: readonly Row[]): string =>
  header +
  rows
    .map(({ local, remote, state = 'LISTEN', queue = 0, retransmits = 0, inode = 0 }, at) => {
      const other = remote ?? (local.includes('.') ? '0.0.0.0:0' : `${anyIpv6}:0`);
      return `${at}: ${end(local)} ${end(other)} ${states[state]} 00000000:${hex(queue, 8)} 00:00000000 ${hex(retransmits, 8)} 0 0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
    })
    .join('');

const memory = '2 00000000 00000000';

/** A `udp` table: its rows count drops. */
export const udpTable = (rows: readonly Row[], drops = 0): string =>
  socketTable(rows.map((row) => ({ ...row, state: 'CLOSE' }))).replaceAll(
    /1 0000000000000000 100 0 0 10 0\n/g,
    `${memory} ${drops}\n`,
  );
