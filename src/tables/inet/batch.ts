/** The layout of a row's words. The key that identifies a row comes first. */
export const inodeLow = 0;
export const inodeHigh = 1;
/** Local and remote port, 16 bits each. */
export const bothPorts = 2;
/** The local address, then the remote one, of one or four words each. The first octet is the lowest byte. */
export const localAddress = 3;
export const localPort = 11;
export const remotePort = 12;
/** The byte under `st`. */
export const stateCode = 13;
export const sendQueue = 14;
export const recvQueue = 15;
/** The byte under `tr`. */
export const timerCode = 16;
export const retransmits = 17;
/** Byte offsets of what follows the inode, up to the end of the line. */
export const tailStart = 18;
export const tailEnd = 19;
/** 1 for the first row with this key, 0 for a repeat. */
export const isNew = 20;
/** For the report's own use: what it derives from the local address. */
export const interfaceCode = 21;
export const wordsOfRow = 22;

/** The layout of a row's numbers, which may exceed 32 bits. */
export const inode = 0;
export const uid = 1;
/** Clock ticks until the timer fires. */
export const timerTicks = 2;
/** The `timeout` column, which is the number of unanswered probes, not a time. */
export const probes = 3;
export const numbersOfRow = 4;

/** Few enough to fit the L1 cache, enough for the key lookups to overlap their cache misses. */
export const mostRows = 128;

/**
 * Rows of tcp, udp, udplite, raw, icmp and their IPv6 counterparts, decoded as a batch up to the inode, where they all have
 * the same tokens (net/ipv4/tcp_ipv4.c get_tcp4_sock, udp.c udp4_format_sock and so on). The rest stays text until it is
 * requested.
 */
export class SocketBatch {
  /** Words per address. */
  readonly size: 1 | 4;
  readonly words: Int32Array = new Int32Array(mostRows * wordsOfRow);
  readonly numbers: Float64Array = new Float64Array(mostRows * numbersOfRow);
  /** The buffer with the text of these rows. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the current row's words start, and its numbers. */
  start = 0;
  numbersStart = 0;
  count = 0;

  constructor(size: 1 | 4) {
    this.size = size;
  }

  get isFull(): boolean {
    return this.count === mostRows;
  }

  /** Number of words that identify a row. */
  get keyLength(): number {
    return localAddress + this.size * 2;
  }

  get remoteAddress(): number {
    return localAddress + this.size;
  }

  /** Makes a row current. */
  moveTo(row: number): void {
    this.start = row * wordsOfRow;
    this.numbersStart = row * numbersOfRow;
  }
}

/** The kernel prints the words of an address as numbers in its own byte order. */
export const swapAddresses = ({ words, start, keyLength }: SocketBatch): void => {
  for (let at = start + localAddress; at < start + keyLength; at++) words[at] = swap(words[at]!);
};

/** Reverses the bytes of a 32-bit word. */
const swap = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** Length of the longest IPv6 address with an embedded IPv4 address, as text. */
export const longestAddress = 45;
