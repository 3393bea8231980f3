import type { ByteWriter } from '../../core/bytes.ts';
import type { Holder } from '../../core/column.ts';
import type { Lookups } from '../../core/report.ts';
import type { SocketVectors } from './vectors.ts';

/** The properties of all kinds of sockets. A kind without a property inherits null. */
export abstract class Socket {
  abstract readonly protocol: string;
  abstract readonly family: string;
  /** Null if the table has none. */
  abstract readonly inode: number | null;
  readonly lookups: Lookups;

  constructor(lookups: Lookups) {
    this.lookups = lookups;
  }

  /** Null if rows are not decoded in batches. */
  readonly vectors: SocketVectors | null = null;

  get state(): string | null {
    return null;
  }
  get recvQueue(): number | null {
    return null;
  }
  get sendQueue(): number | null {
    return null;
  }
  get localAddress(): string | null {
    return null;
  }
  get localPort(): number | null {
    return null;
  }
  get remoteAddress(): string | null {
    return null;
  }
  get remotePort(): number | null {
    return null;
  }
  get localOctets(): Uint8Array | null {
    return null;
  }
  get remoteOctets(): Uint8Array | null {
    return null;
  }
  get interface(): string | null {
    return null;
  }
  /** Whether an interface, known or not, has the local address. */
  get isOnInterface(): boolean {
    return false;
  }
  get uid(): number | null {
    return null;
  }
  get timer(): string | null {
    return null;
  }
  get timerMs(): number | null {
    return null;
  }
  get retransmits(): number | null {
    return null;
  }
  get probes(): number | null {
    return null;
  }
  get rtoMs(): number | null {
    return null;
  }
  get atoMs(): number | null {
    return null;
  }
  get cwnd(): number | null {
    return null;
  }
  get ssthresh(): number | null {
    return null;
  }
  get drops(): number | null {
    return null;
  }
  get protocolNumber(): number | null {
    return null;
  }
  get portId(): number | null {
    return null;
  }
  get type(): string | null {
    return null;
  }
  get path(): string | null {
    return null;
  }
  get listening(): boolean | null {
    return null;
  }
  get suspect(): boolean | null {
    return null;
  }

  get user(): string | null {
    const { uid } = this;
    return uid === null ? null : this.lookups.userName(uid);
  }

  /** Whether the socket may have holders we cannot see. */
  get hidesOwners(): boolean {
    if (this.processes !== null) return false;
    const why = this.lookups.whyUnknown(this.inode ?? 0);
    return why === 'denied' || why === 'absent';
  }

  /** Inode 0 means no inode and so no holders. */
  get processes(): readonly Holder[] | null {
    return this.lookups.holders(this.inode ?? 0);
  }

  putLocalAddress(_out: ByteWriter): boolean {
    return false;
  }
  putRemoteAddress(_out: ByteWriter): boolean {
    return false;
  }
}
