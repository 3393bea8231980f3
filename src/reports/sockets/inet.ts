import { formatAddress, isUnspecified } from '../../core/address.ts';
import { octetsOfWords, putIpv4, putIpv6 } from '../../core/address-words.ts';
import type { ByteWriter } from '../../core/bytes.ts';
import type { Lines, ScanContext } from '../../core/report.ts';
import * as row from '../../tables/inet/batch.ts';
import { SocketRows } from '../../tables/inet/rows.ts';
import { datagramStates, listenCode, tcpStates, timers, timeWaitCode, unknownCode } from './codes.ts';
import type { InterfaceCodes } from './interface-codes.ts';
import { KeptNumbers } from './numbers.ts';
import { Socket } from './socket.ts';
import type { SocketTable } from './tables.ts';
import { ato, cwnd, datagramTail, drops, msPerTick, rto, ssthresh, Tail } from './tail.ts';
import { inetVectors, type SocketVectors } from './vectors.ts';

/** An IPv4 or IPv6 socket; a view of the table's current row. */
export class InetSocket extends Socket {
  readonly protocol: string;
  readonly family: string;
  readonly rows: SocketRows;
  override readonly vectors: SocketVectors;
  readonly #isTcp: boolean;
  readonly #isRaw: boolean;
  readonly #states: readonly (string | undefined)[];
  readonly #interfaces: InterfaceCodes | null;
  readonly #batch: row.SocketBatch;
  readonly #octets: Uint8Array;
  readonly #tail: Tail;
  readonly #kept: KeptNumbers;

  constructor(table: SocketTable, lines: Lines, context: ScanContext, interfaces: InterfaceCodes | null) {
    super(context.lookups);
    this.protocol = table.protocol;
    this.family = table.family;
    this.rows = new SocketRows(lines, table.family === 'ipv4' ? 1 : 4, context.kernel.endian);
    this.#isTcp = table.protocol === 'tcp';
    this.#isRaw = table.protocol === 'raw';
    this.#states = this.#isTcp ? tcpStates : datagramStates;
    this.#interfaces = interfaces;
    this.#batch = this.rows.batch;
    this.#octets = new Uint8Array(this.#batch.size * 4);
    this.#tail = new Tail(this.#batch, lines);
    this.#kept = new KeptNumbers(context.wanted, this.#isTcp);
    this.vectors = inetVectors(table, {
      rows: this.#batch,
      states: this.#states,
      interfaces,
      numbers: this.#kept.values,
    });
  }

  /** Advances to the next row; false after the last one. */
  next(): boolean {
    if (!this.rows.next()) return false;
    this.#interfaces?.add(this.#batch);
    this.#tail.isSplit = false;
    if (this.#kept.isUsed) this.#kept.take(this);
    return true;
  }

  /** The byte under `st`. */
  get code(): number {
    return this.#word(row.stateCode);
  }

  override get inode(): number {
    return this.#number(row.inode);
  }

  override get state(): string {
    return this.#states[this.code] ?? unknownCode(this.code);
  }

  override get recvQueue(): number {
    return this.#word(row.recvQueue) >>> 0;
  }

  override get sendQueue(): number {
    return this.#word(row.sendQueue) >>> 0;
  }

  override get localPort(): number | null {
    return this.#isRaw ? null : this.#word(row.localPort);
  }

  override get remotePort(): number | null {
    return this.#isRaw ? null : this.#word(row.remotePort);
  }

  override get protocolNumber(): number | null {
    return this.#isRaw ? this.#word(row.localPort) : null;
  }

  override get localAddress(): string {
    return formatAddress(this.localOctets);
  }

  override get remoteAddress(): string {
    return formatAddress(this.remoteOctets);
  }

  /** Reused by the next call, for either end. */
  override get localOctets(): Uint8Array {
    return this.#octetsAt(row.localAddress);
  }

  override get remoteOctets(): Uint8Array {
    return this.#octetsAt(this.#batch.remoteAddress);
  }

  override putLocalAddress(out: ByteWriter): boolean {
    return this.#put(row.localAddress, out);
  }

  override putRemoteAddress(out: ByteWriter): boolean {
    return this.#put(this.#batch.remoteAddress, out);
  }

  override get interface(): string | null {
    return this.#interfaces?.names[this.#word(row.interfaceCode)] ?? null;
  }

  override get isOnInterface(): boolean {
    return !isUnspecified(this.localOctets);
  }

  /** The kernel prints 0 for TIME_WAIT sockets, but they belong to no user, not to root. */
  override get uid(): number | null {
    return this.#isTcp && this.inode === 0 && this.#isTimeWait ? null : this.#number(row.uid);
  }

  get #isTimeWait(): boolean {
    return this.code === timeWaitCode || this.#timerCode === 3;
  }

  get #timerCode(): number {
    return this.#word(row.timerCode);
  }

  override get timer(): string | null {
    return this.#isTcp ? (timers[this.#timerCode] ?? unknownCode(this.#timerCode)) : null;
  }

  override get timerMs(): number | null {
    return this.#isTcp && this.#timerCode !== 0 ? this.#number(row.timerTicks) * msPerTick : null;
  }

  override get retransmits(): number | null {
    return this.#isTcp ? this.#word(row.retransmits) >>> 0 : null;
  }

  override get probes(): number | null {
    return this.#isTcp ? this.#number(row.probes) : null;
  }

  override get rtoMs(): number | null {
    return this.#isTcp ? this.#tail.ms(rto) : null;
  }

  override get atoMs(): number | null {
    return this.#isTcp ? this.#tail.ms(ato) : null;
  }

  override get cwnd(): number | null {
    return this.#isTcp ? this.#tail.number(cwnd) : null;
  }

  /** -1 means no threshold yet (first slow start). For LISTEN, the kernel prints the Fast Open queue length here. */
  override get ssthresh(): number | null {
    if (!this.#isTcp || this.code === listenCode) return null;
    const value = this.#tail.number(ssthresh);
    return value === null || value < 0 ? null : value;
  }

  override get drops(): number | null {
    if (this.#isTcp || !this.#tail.has(datagramTail)) return null;
    const value = this.#tail.number(drops);
    return value === null || value >= 0 ? value : value + 2 ** 32;
  }

  #word(at: number): number {
    return this.#batch.words[this.#batch.start + at]!;
  }

  #number(at: number): number {
    return this.#batch.numbers[this.#batch.numbersStart + at]!;
  }

  #octetsAt(at: number): Uint8Array {
    return octetsOfWords(this.#batch.words, this.#batch.start + at, this.#octets);
  }

  #put(address: number, out: ByteWriter): boolean {
    const { words, start, size } = this.#batch;
    const { bytes, length } = out.roomFor(row.longestAddress);
    const at = start + address;
    out.length = size === 1 ? putIpv4(bytes, length, words[at]!) : putIpv6(bytes, length, words, at);
    return true;
  }
}
