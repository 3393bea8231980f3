import type { Lookups, ScanContext } from '../../core/report.ts';
import { type UnixRow, unixRows } from '../../tables/unix.ts';
import { Socket } from './socket.ts';
import { type SocketVectors, unixVectors } from './vectors.ts';

/** include/uapi/linux/net.h, SS_*; a listener is also unconnected, and identified by its flag. */
const states: readonly (string | undefined)[] = [
  undefined,
  'UNCONN',
  'CONNECTING',
  'ESTABLISHED',
  'DISCONNECTING',
];

/** include/linux/net.h, SOCK_*. */
const types: readonly (string | undefined)[] = [undefined, 'stream', 'dgram', 'raw', undefined, 'seqpacket'];

/** include/uapi/asm-generic/socket.h (__SO_ACCEPTCON), the only flag that unix_seq_show prints. */
const accepting = 0x10000;

/** In addition to the kernel's states. */
const listeningCode = 0x100;

const stateOf = (code: number): string =>
  code === listeningCode ? 'LISTEN' : (states[code] ?? `UNKNOWN(${inHex(code)})`);

const typeOf = (code: number): string => types[code] ?? inHex(code);

const inHex = (code: number): string => `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;

class UnixSocket extends Socket {
  readonly protocol = 'unix';
  readonly family = 'unix';
  override readonly vectors: SocketVectors;
  /** The codes of state and type. */
  readonly #codes = new Int32Array(2);
  readonly #inode = new Float64Array(1);
  #row: UnixRow | null = null;

  constructor(lookups: Lookups) {
    super(lookups);
    const rows = { words: this.#codes, start: 0 };
    this.vectors = unixVectors({
      state: { kind: 'word', rows, at: 0, means: stateOf },
      type: { kind: 'word', rows, at: 1, means: typeOf },
      inode: { kind: 'number', numbers: this.#inode, at: 0 },
    });
  }

  move(row: UnixRow): this {
    this.#row = row;
    this.#codes[0] = this.listening ? listeningCode : row.state;
    this.#codes[1] = row.type;
    this.#inode[0] = row.inode ?? Number.NaN;
    return this;
  }

  get #current(): UnixRow {
    return this.#row!;
  }

  override get inode(): number | null {
    return this.#current.inode;
  }

  override get listening(): boolean {
    return (this.#current.flags & accepting) !== 0;
  }

  override get state(): string {
    return stateOf(this.#codes[0]!);
  }

  override get type(): string {
    return typeOf(this.#current.type);
  }

  override get path(): string | null {
    return this.#current.path;
  }

  override get suspect(): boolean {
    return this.#current.suspect;
  }
}

export function* unixSockets({ kernel, lookups }: ScanContext): Generator<Socket> {
  const socket = new UnixSocket(lookups);
  for (const row of unixRows(kernel.open('unix', { mayBeAbsent: true }))) yield socket.move(row);
}
