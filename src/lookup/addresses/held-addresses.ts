import type { Ipv4Network } from '../../core/ipv4.ts';
import { localTable, mainTable, type TrieEntry } from '../../tables/fib-trie.ts';

/** An address, or a whole network such as 127.0.0.0/8, that is local to this host. */
export type Held = Ipv4Network & {
  /** Number of interfaces that have it. */
  readonly count: number;
  /** In the main or local table, which `route` also covers, not in a VRF's table. */
  readonly isMain: boolean;
};

export type HeldAddresses = {
  readonly held: readonly Held[];
  /** Broadcast addresses, with the number of networks each belongs to. */
  readonly broadcasts: ReadonlyMap<number, number>;
};

type Tally = {
  readonly main: Map<number, number>;
  readonly local: Map<number, number>;
  others: Map<number, number>;
};

const newTally = (): Tally => ({ main: new Map(), local: new Map(), others: new Map() });

const keyOf = ({ network, prefixLength }: Ipv4Network): number => network * 64 + prefixLength;

const add = (tally: Tally, entry: TrieEntry): void => {
  const counts =
    entry.table === mainTable ? tally.main : entry.table === localTable ? tally.local : tally.others;
  const key = keyOf(entry);
  counts.set(key, (counts.get(key) ?? 0) + (entry.tos === 0 ? 1 : 0));
};

/** Main and local may be a single trie that is printed twice. */
const inMain = ({ main, local }: Tally, key: number): number | undefined => {
  const [first, second] = [main.get(key), local.get(key)];
  return first === undefined && second === undefined ? undefined : Math.max(first ?? 0, second ?? 0);
};

const keysOf = ({ main, local, others }: Tally): ReadonlySet<number> =>
  new Set([...main.keys(), ...local.keys(), ...others.keys()]);

/** Deduplicated local and broadcast routes from all tables. */
export const heldAddresses = (entries: Iterable<TrieEntry>): HeldAddresses => {
  const locals = newTally();
  const broadcasts = newTally();
  for (const entry of entries) {
    if (entry.type === 'local') add(locals, entry);
    else if (entry.type === 'broadcast' && entry.prefixLength === 32) add(broadcasts, entry);
  }
  const held = [...keysOf(locals)].map((key): Held => {
    const count = inMain(locals, key);
    return {
      network: Math.floor(key / 64),
      prefixLength: key % 64,
      count: Math.max((count ?? 0) + (locals.others.get(key) ?? 0), 1),
      isMain: count !== undefined,
    };
  });
  const ends = [...keysOf(broadcasts)].map(
    (key) => [Math.floor(key / 64), inMain(broadcasts, key) ?? 0] as const,
  );
  return { held, broadcasts: new Map(ends) };
};
