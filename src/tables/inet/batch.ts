/** Where the words of a row keep what: first what tells one row of a file from another. */
export const inodeLow = 0;
export const inodeHigh = 1;
/** Local and remote port, 16 bits each. */
export const bothPorts = 2;
/** The local address, with the remote one right behind it: one word each or four. The first octet is the lowest byte. */
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
/** What follows the inode, to the end of the line: places in the bytes. */
export const tailStart = 18;
export const tailEnd = 19;
/** 1 for the first row with its key, 0 for the same row again. */
export const isNew = 20;
/** For the report: whatever it makes of the local address. */
export const interfaceCode = 21;
export const wordsOfRow = 22;

/** Where the numbers of a row keep what may be larger than 32 bits. */
export const inode = 0;
export const uid = 1;
/** Clock ticks until the timer fires. */
export const timerTicks = 2;
/** Tokens under `timeout`: unanswered probes, not a time. */
export const probes = 3;
export const numbersOfRow = 4;

/** Few enough for the first cache, many enough that looking up their keys is not a wait for memory each. */
export const mostRows = 128;

/**
 * Rows of tcp, udp, udplite, raw or icmp and their IPv6 twins, decoded together up to the inode: the same tokens in all of
 * them (net/ipv4/tcp_ipv4.c get_tcp4_sock, udp.c udp4_format_sock and their kin). What follows it stays text until somebody
 * asks.
 */
export class SocketBatch {
  /** Words of an address. */
  readonly size: 1 | 4;
  readonly words: Int32Array = new Int32Array(mostRows * wordsOfRow);
  readonly numbers: Float64Array = new Float64Array(mostRows * numbersOfRow);
  /** Where the text of these rows is. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The row that is looked at: where its words start, and its numbers. */
  start = 0;
  numbersStart = 0;
  count = 0;

  constructor(size: 1 | 4) {
    this.size = size;
  }

  get isFull(): boolean {
    return this.count === mostRows;
  }

  /** Words that tell rows apart. */
  get keyLength(): number {
    return localAddress + this.size * 2;
  }

  get remoteAddress(): number {
    return localAddress + this.size;
  }

  /** Looks at a row. */
  moveTo(row: number): void {
    this.start = row * wordsOfRow;
    this.numbersStart = row * numbersOfRow;
  }
}

/** A kernel prints the words of addresses as numbers of its own byte order. */
export const swapAddresses = ({ words, start, keyLength }: SocketBatch): void => {
  for (let at = start + localAddress; at < start + keyLength; at++) words[at] = swap(words[at]!);
};

/** The same 32 bits with their bytes the other way round. */
const swap = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** An IPv4 address mapped into IPv6, as text. */
export const longestAddress = 45;
