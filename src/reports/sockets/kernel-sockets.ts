import type { Kernel, ScanContext } from '../../core/report.ts';
import { interfaceNames } from '../../lookup/addresses/interface-names.ts';
import { type NetlinkRow, netlinkRows } from '../../tables/netlink.ts';
import { type PacketRow, packetRows } from '../../tables/packet.ts';
import { Socket } from './socket.ts';

/** include/linux/net.h, SOCK_*. */
const types: Readonly<Record<number, string>> = { 2: 'dgram', 3: 'raw', 10: 'packet' };

/** A packet socket, which receives frames from an interface. */
class PacketSocket extends Socket {
  readonly protocol = 'packet';
  readonly family = 'packet';
  readonly #kernel: Kernel;
  #names: ReadonlyMap<number, string> | null = null;
  row!: PacketRow;

  constructor(context: ScanContext) {
    super(context.lookups);
    this.#kernel = context.kernel;
  }

  override get inode(): number | null {
    return this.row.inode;
  }

  override get type(): string | null {
    const { type } = this.row;
    return type === null ? null : (types[type] ?? String(type));
  }

  override get protocolNumber(): number | null {
    return this.row.protocol;
  }

  /** Index 0 means every interface. */
  override get isOnInterface(): boolean {
    return this.row.interfaceIndex !== 0;
  }

  override get interface(): string | null {
    const index = this.row.interfaceIndex ?? 0;
    if (index === 0) return null;
    this.#names ??= interfaceNames(this.#kernel);
    return this.#names.get(index) ?? null;
  }

  override get recvQueue(): number | null {
    return this.row.receiveMemory;
  }

  override get uid(): number | null {
    return this.row.uid;
  }
}

/** A netlink socket, which talks to the kernel. */
class NetlinkSocket extends Socket {
  readonly protocol = 'netlink';
  readonly family = 'netlink';
  row!: NetlinkRow;

  override get inode(): number | null {
    return this.row.inode;
  }

  override get protocolNumber(): number | null {
    return this.row.protocol;
  }

  override get portId(): number | null {
    return this.row.portId;
  }

  /** Port id 0 is the kernel's own socket, which no process holds. */
  override get hidesOwners(): boolean {
    return this.portId !== 0 && super.hidesOwners;
  }

  override get recvQueue(): number | null {
    return this.row.receiveMemory;
  }

  override get sendQueue(): number | null {
    return this.row.sendMemory;
  }

  override get drops(): number | null {
    return this.row.drops;
  }
}

export function* packetSockets(context: ScanContext): Generator<Socket> {
  const socket = new PacketSocket(context);
  for (const row of packetRows(context.kernel.open('packet', { mayBeAbsent: true }))) {
    socket.row = row;
    yield socket;
  }
}

export function* netlinkSockets(context: ScanContext): Generator<Socket> {
  const socket = new NetlinkSocket(context.lookups);
  for (const row of netlinkRows(context.kernel.open('netlink', { mayBeAbsent: true }))) {
    socket.row = row;
    yield socket;
  }
}
