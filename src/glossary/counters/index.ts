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

// A Map, so that looking up `constructor` finds nothing.
const notes: ReadonlyMap<string, CounterNote> = new Map(groups.flatMap((group) => Object.entries(group)));

/** The note for a counter in nstat's or lnstat's spelling: `TcpExtListenDrops`, `nf_conntrack:drop`. */
export function counterNote(key: string): CounterNote | undefined {
  return notes.get(key) ?? icmpTypeNote(key);
}

/** Every name with a note, except counters of single ICMP types, which are too many to list. */
export function counterKeys(): readonly string[] {
  return [...notes.keys()];
}

/** The words shells complete. Shells split lnstat's spelling at the colon, so only the name is offered, which works too. */
export function counterWords(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.slice(key.indexOf(':') + 1)))];
}
