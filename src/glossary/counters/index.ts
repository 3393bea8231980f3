import { icmpNotes } from './icmp.ts';
import { icmpTypeNote } from './icmp-types.ts';
import { icmp6Notes } from './icmp6.ts';
import { ipNotes } from './ip.ts';
import { ipExtNotes } from './ip-ext.ts';
import { ip6Notes } from './ip6.ts';
import { mptcpExtNotes } from './mptcp-ext.ts';
import type { CounterNote } from './note.ts';
import { statNotes } from './stat.ts';
import { tcpNotes } from './tcp.ts';
import { tcpExtNotes } from './tcp-ext.ts';
import { udpNotes } from './udp.ts';

export type { CounterNote } from './note.ts';

const groups = [
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

// A Map, because a counter named `constructor` must find nothing.
const notes: ReadonlyMap<string, CounterNote> = new Map(groups.flatMap((group) => Object.entries(group)));

/** What is known about a counter, by nstat's or lnstat's spelling: `TcpExtListenDrops`, `nf_conntrack:drop`. */
export function counterNote(key: string): CounterNote | undefined {
  return notes.get(key) ?? icmpTypeNote(key);
}

/** Every name with a note; counters of a single ICMP type number have one too, but are too many to list. */
export function counterKeys(): readonly string[] {
  return [...notes.keys()];
}

/** What a shell offers: shells break words at the colon of lnstat's spelling, and the name alone is understood too. */
export function counterWords(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.slice(key.indexOf(':') + 1)))];
}
