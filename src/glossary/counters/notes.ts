import { icmpNotes } from './icmp.ts';
import { icmp6Notes } from './icmp6.ts';
import { ipNotes } from './ip.ts';
import { ipExtNotes } from './ip-ext.ts';
import { ip6Notes } from './ip6.ts';
import { mptcpExtNotes } from './mptcp-ext.ts';
import type { CounterNote, CounterNotes } from './note.ts';
import { statNotes } from './stat.ts';
import { tcpNotes } from './tcp.ts';
import { tcpExtNotes } from './tcp-ext.ts';
import { udpNotes } from './udp.ts';

const groups: readonly CounterNotes[] = [
  ipNotes,
  icmpNotes,
  tcpNotes,
  udpNotes,
  tcpExtNotes,
  ipExtNotes,
  mptcpExtNotes,
  ip6Notes,
  icmp6Notes,
  statNotes,
];

/** What is known about each counter, by name. In the packaged command, the build has replaced this with its result, as JSON. */
export const notes: readonly (readonly [name: string, note: CounterNote])[] = groups.flatMap((group) =>
  Object.entries(group),
);
