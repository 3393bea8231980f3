import { holds, type Ipv4Network } from '../../core/ipv4.ts';
import { localTable, mainTable, type TrieEntry } from '../../tables/fib-trie.ts';

/** fib_trie's entries for one address. */
export type TrieAnswer = {
  /** Routes in the main table that cover it. */
  readonly main: readonly TrieEntry[];
  /** Routes that cover it but are not in `route`: local, broadcast and multicast ones. */
  readonly own: readonly TrieEntry[];
  /** Routes in any other table that cover it. */
  readonly others: readonly TrieEntry[];
  /** Main and local are separate tries, which happens when the first policy rule is added. */
  readonly isSplit: boolean;
};

const leftOut: ReadonlySet<string> = new Set(['local', 'broadcast', 'multicast', 'anycast']);

const keyOf = ({ network, prefixLength }: Ipv4Network): number => network * 64 + prefixLength;

/** Reads all entries and keeps those that cover the address. */
export const trieAnswer = (entries: Iterable<TrieEntry>, address: number): TrieAnswer => {
  const main: TrieEntry[] = [];
  const own = new Map<string, TrieEntry>();
  const others: TrieEntry[] = [];
  const locals = { [mainTable]: new Set<number>(), [localTable]: new Set<number>() };
  for (const entry of entries) {
    const { table, type } = entry;
    const isUsual = table === mainTable || table === localTable;
    if (isUsual && type === 'local') locals[table].add(keyOf(entry));
    if (!holds(entry, address)) continue;
    if (!isUsual) others.push(entry);
    else if (leftOut.has(type)) own.set(`${keyOf(entry)} ${type}`, entry);
    if (table === mainTable) main.push(entry);
  }
  const isShared = [...locals[localTable]].some((key) => locals[mainTable].has(key));
  return {
    main,
    own: [...own.values()],
    others,
    isSplit: locals[localTable].size > 0 && !isShared,
  };
};
