import { formatIpv6, isUnspecified } from '../../core/address.ts';
import type { ByteWriter } from '../../core/bytes.ts';
import type { ScanContext } from '../../core/report.ts';
import type { LocalInterfaces } from '../../lookup/local-interfaces.ts';
import { SocketRow } from '../../tables/inet/row.ts';
import { datagramStates, listenCode, tcpStates, timers, timeWaitCode, unknownCode } from './codes.ts';
import { Socket } from './socket.ts';
import type { SocketTable } from './tables.ts';

/** USER_HZ: the kernel shows times in hundredths of a second whatever its own tick is (jiffies_to_clock_t). */
const msPerTick = 10;

/** The digits of each octet in the low three bytes, first digit lowest, and their number in the fourth. */
const octetDigits: Int32Array = Int32Array.from({ length: 256 }, (_, octet) => {
  const digits = String(octet);
  const [first = 0, second = 0, third = 0] = Buffer.from(digits);
  return first | (second << 8) | (third << 16) | (digits.length << 24);
});

/** A socket over IPv4 or IPv6. */
export class InetSocket extends Socket {
  readonly row: SocketRow;
  readonly protocol: string;
  readonly family: string;
  readonly #states: readonly (string | undefined)[];
  readonly #isTcp: boolean;
  readonly #littleEndian: boolean;
  readonly #interfaces: LocalInterfaces | null;
  readonly #octets: Uint8Array;

  constructor(table: SocketTable, context: ScanContext, interfaces: LocalInterfaces | null) {
    super(context.lookups);
    this.protocol = table.protocol;
    this.family = table.family;
    this.row = new SocketRow(table.family === 'ipv4' ? 1 : 4);
    this.#isTcp = table.protocol === 'tcp';
    this.#states = this.#isTcp ? tcpStates : datagramStates;
    this.#littleEndian = context.kernel.endian === 'little';
    this.#interfaces = interfaces;
    this.#octets = new Uint8Array(this.row.words * 4);
  }

  override get inode(): number {
    return this.row.inode;
  }

  override get state(): string {
    return this.#states[this.row.state] ?? unknownCode(this.row.state);
  }

  override get recvQueue(): number {
    return this.row.recvQueue;
  }

  override get sendQueue(): number {
    return this.row.sendQueue;
  }

  override get localPort(): number | null {
    return this.protocol === 'raw' ? null : this.row.localPort;
  }

  override get remotePort(): number | null {
    return this.protocol === 'raw' ? null : this.row.remotePort;
  }

  override get protocolNumber(): number | null {
    return this.protocol === 'raw' ? this.row.localPort : null;
  }

  override get localAddress(): string {
    return this.#address(this.row.local);
  }

  override get remoteAddress(): string {
    return this.#address(this.row.remote);
  }

  /** Reused by the next call for either end. */
  override get localOctets(): Uint8Array {
    return this.#toOctets(this.row.local);
  }

  override get remoteOctets(): Uint8Array {
    return this.#toOctets(this.row.remote);
  }

  override putLocalAddress(out: ByteWriter): boolean {
    return this.#putAddress(this.row.local, out);
  }

  override putRemoteAddress(out: ByteWriter): boolean {
    return this.#putAddress(this.row.remote, out);
  }

  override get interface(): string | null {
    return this.#interfaces === null ? null : this.#interfaces.of(this.localOctets);
  }

  override get isOnInterface(): boolean {
    return !isUnspecified(this.localOctets);
  }

  /** The kernel prints 0 for the miniature socket of TIME_WAIT, which is nobody's rather than root's. */
  override get uid(): number | null {
    return this.#isTcp && this.row.inode === 0 && this.#isTimeWait ? null : this.row.uid;
  }

  get #isTimeWait(): boolean {
    return this.row.state === timeWaitCode || this.row.timer === 3;
  }

  override get timer(): string | null {
    return this.#isTcp ? (timers[this.row.timer] ?? unknownCode(this.row.timer)) : null;
  }

  override get timerMs(): number | null {
    return this.#isTcp && this.row.timer !== 0 ? this.row.timerTicks * msPerTick : null;
  }

  override get retransmits(): number | null {
    return this.#isTcp ? this.row.retransmits : null;
  }

  override get probes(): number | null {
    return this.#isTcp ? this.row.probes : null;
  }

  override get rtoMs(): number | null {
    return this.#ticks(2);
  }

  override get atoMs(): number | null {
    return this.#ticks(3);
  }

  override get cwnd(): number | null {
    return this.#isTcp ? this.row.tail(5) : null;
  }

  /** -1 is "still in the first slow start": no threshold. On LISTEN the kernel prints the Fast Open queue there. */
  override get ssthresh(): number | null {
    if (!this.#isTcp || this.row.state === listenCode) return null;
    const value = this.row.tail(6);
    return value === null || value < 0 ? null : value;
  }

  override get drops(): number | null {
    return this.#isTcp ? null : this.row.tail(2);
  }

  #ticks(token: number): number | null {
    const ticks = this.#isTcp ? this.row.tail(token) : null;
    return ticks === null ? null : ticks * msPerTick;
  }

  #toOctets(words: Int32Array): Uint8Array {
    const octets = this.#octets;
    for (let at = 0; at < octets.length; at += 4) {
      const word = words[at >> 2]!;
      const big = this.#littleEndian ? swap(word) : word;
      octets[at] = big >>> 24;
      octets[at + 1] = (big >>> 16) & 0xff;
      octets[at + 2] = (big >>> 8) & 0xff;
      octets[at + 3] = big & 0xff;
    }
    return octets;
  }

  #address(words: Int32Array): string {
    const octets = this.#toOctets(words);
    return octets.length === 4 ? octets.join('.') : formatIpv6(octets);
  }

  #putAddress(words: Int32Array, out: ByteWriter): boolean {
    if (words.length !== 4 || this.row.words === 4) {
      out.text(this.#address(words));
      return true;
    }
    const octets = this.#toOctets(words);
    out.reserve(18);
    const { bytes } = out;
    let at = out.length;
    for (let i = 0; i < 4; i++) {
      const digits = octetDigits[octets[i]!]!;
      bytes[at] = digits;
      bytes[at + 1] = digits >> 8;
      bytes[at + 2] = digits >> 16;
      at += digits >> 24;
      bytes[at++] = 0x2e;
    }
    out.length = at - 1;
    return true;
  }
}

/** The same 32 bits with their bytes the other way round. */
const swap = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
