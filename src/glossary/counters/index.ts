import { icmpTypeNote } from './icmp-types.ts';
import type { CounterNote } from './note.ts';
import { notes } from './notes.ts';

export type { CounterNote } from './note.ts';

// A Map, so that looking up `constructor` finds nothing.
const noteOf: ReadonlyMap<string, CounterNote> = new Map(notes);

/** The note for a counter in nstat's or lnstat's spelling: `TcpExtListenDrops`, `nf_conntrack:drop`. */
export function counterNote(key: string): CounterNote | undefined {
  return noteOf.get(key) ?? icmpTypeNote(key);
}

/** Every name with a note, except counters of single ICMP types, which are too many to list. */
export function counterKeys(): readonly string[] {
  return [...noteOf.keys()];
}

/** The words shells complete. Shells split lnstat's spelling at the colon, so only the name is offered, which works too. */
export function counterWords(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.slice(key.indexOf(':') + 1)))];
}
