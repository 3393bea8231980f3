import { decimal, hex, signed, word } from '../../core/field.ts';
import type { Kernel, ScanContext } from '../../core/report.ts';
import { interfaceNames } from '../../lookup/interface-names.ts';
import type { Row } from '../../shapes/row.ts';
import { rows } from '../../shapes/rows.ts';
import { Seen } from '../../shapes/seen.ts';
import { Socket } from './socket.ts';

const types: Readonly<Record<number, string>> = { 2: 'dgram', 3: 'raw', 10: 'packet' };

/** Sockets that talk to the kernel or to an interface rather than to an address. */
abstract class RowSocket extends Socket {
  row: Row | null = null;

  protected decimal(token: number): number | null {
    return this.row!.decimal(token);
  }
}

/** net/packet/af_packet.c, packet_seq_show: type and interface are decimal, the protocol is a hexadecimal Ethernet type. */
class PacketSocket extends RowSocket {
  readonly protocol = 'packet';
  readonly family = 'packet';
  readonly #kernel: Kernel;
  #names: ReadonlyMap<number, string> | null = null;

  constructor(context: ScanContext) {
    super(context.lookups);
    this.#kernel = context.kernel;
  }

  override get inode(): number | null {
    return this.decimal(8);
  }

  override get type(): string | null {
    const code = this.decimal(2);
    return code === null ? null : (types[code] ?? String(code));
  }

  override get protocolNumber(): number | null {
    return this.row!.hex(3);
  }

  /** Index 0 is every interface. */
  override get interface(): string | null {
    const index = this.decimal(4) ?? 0;
    if (index === 0) return null;
    this.#names ??= interfaceNames(this.#kernel);
    return this.#names.get(index) ?? null;
  }

  override get recvQueue(): number | null {
    return this.decimal(6);
  }

  override get uid(): number | null {
    return this.decimal(7);
  }
}

/** net/netlink/af_netlink.c, netlink_native_seq_show. Old kernels end before the drops or before the inode. */
class NetlinkSocket extends RowSocket {
  readonly protocol = 'netlink';
  readonly family = 'netlink';

  override get inode(): number | null {
    return this.decimal(9);
  }

  override get protocolNumber(): number | null {
    return this.decimal(1);
  }

  override get recvQueue(): number | null {
    return this.decimal(4);
  }

  override get sendQueue(): number | null {
    return this.decimal(5);
  }

  override get drops(): number | null {
    return this.decimal(8);
  }
}

/** The pointer, the inode and what stands between them tell rows apart; a hidden pointer leaves the rest of the row. */
const isNew = (seen: Seen, row: Row, tokens: readonly number[]): boolean => {
  seen.begin();
  for (const token of tokens) seen.text(row.bytes, row.startOf(token), row.endOf(token));
  return seen.isNew();
};

const packetLayout = {
  header: ['sk', 'RefCnt'],
  fields: [
    word('sk'),
    decimal('RefCnt'),
    decimal('Type'),
    hex('Proto'),
    decimal('Iface'),
    decimal('R'),
    decimal('Rmem'),
    decimal('User'),
    decimal('Inode'),
  ],
};

const netlinkLayout = {
  header: ['sk', 'Eth'],
  fields: [word('sk'), decimal('Eth'), signed('Pid'), hex('Groups'), signed('Rmem'), signed('Wmem')],
};

export function* packetSockets(context: ScanContext): Generator<Socket> {
  const socket = new PacketSocket(context);
  const lines = context.kernel.open('packet', { mayBeAbsent: true });
  if (lines === null) return;
  const seen = new Seen(lines);
  for (const row of rows(lines, packetLayout)) {
    if (!isNew(seen, row, [0, 8])) continue;
    socket.row = row;
    yield socket;
  }
}

export function* netlinkSockets(context: ScanContext): Generator<Socket> {
  const socket = new NetlinkSocket(context.lookups);
  const lines = context.kernel.open('netlink', { mayBeAbsent: true });
  if (lines === null) return;
  const seen = new Seen(lines);
  for (const row of rows(lines, netlinkLayout)) {
    if (!isNew(seen, row, [0, 1, 2, 9])) continue;
    socket.row = row;
    yield socket;
  }
}
