import type { Ipv4Network } from '../../core/ipv4.ts';
import { mainTable, type TrieEntry, type TrieType } from '../../tables/fib-trie.ts';
import type { Ipv4RouteRow } from '../../tables/route.ts';
import { has, type RouteType, RTF_REJECT } from './route.ts';

type Kind = Pick<TrieEntry, 'type' | 'tos'>;
type Shown = { readonly type: RouteType; readonly tos: number };

/** Unreachable and prohibit routes have the reject flag; blackhole and throw routes just lack an interface. */
type Sort = 'refused' | 'dropped' | 'sent';

const sortOf = (row: Ipv4RouteRow): Sort =>
  has(row.flags, RTF_REJECT) ? 'refused' : row.interface === null ? 'dropped' : 'sent';

const sorts: Readonly<Partial<Record<TrieType, Sort | null>>> = {
  unreachable: 'refused',
  prohibit: 'refused',
  blackhole: 'dropped',
  throw: 'dropped',
  broadcast: null,
  multicast: null,
};

const shownTypes: ReadonlySet<TrieType> = new Set([
  'unicast',
  'local',
  'anycast',
  'unreachable',
  'prohibit',
  'blackhole',
  'throw',
]);

const keyOf = ({ network, prefixLength }: Ipv4Network): number => network * 64 + prefixLength;

const usual: Readonly<Record<Sort, Shown>> = {
  refused: { type: 'reject', tos: 0 },
  dropped: { type: 'reject', tos: 0 },
  sent: { type: 'unicast', tos: 0 },
};

const shownAs = ({ type, tos }: Kind, sort: Sort): Shown =>
  shownTypes.has(type) ? { type: type as RouteType, tos } : usual[sort];

/** Types from fib_trie, which has the routes of `route` in the same order, plus those that `route` omits. */
export class Ipv4Types {
  /** Excludes prefixes whose routes are all unicast and for any packet, because that is the default. */
  readonly #kinds = new Map<number, Kind[]>();

  /** `wants` limits what is kept to the prefixes that will be needed. */
  constructor(entries: Iterable<TrieEntry>, wants: (network: Ipv4Network) => boolean = () => true) {
    let kinds: Kind[] = [];
    let key = -1;
    const end = (): void => {
      if (kinds.some(({ type, tos }) => type !== 'unicast' || tos !== 0)) this.#kinds.set(key, kinds);
    };
    for (const entry of entries) {
      if (entry.table !== mainTable || sorts[entry.type] === null || !wants(entry)) continue;
      if (keyOf(entry) !== key) {
        end();
        key = keyOf(entry);
        kinds = this.#kinds.get(key) ?? [];
      }
      kinds.push({ type: entry.type, tos: entry.tos });
    }
    end();
  }

  /** The types of all routes with the same prefix, in file order. */
  of(rows: readonly Ipv4RouteRow[]): Shown[] {
    const kinds = this.#kinds.get(keyOf(rows[0]!)) ?? [];
    const next: Readonly<Record<Sort, () => Shown>> = {
      refused: inTurn(kinds, rows, 'refused'),
      dropped: inTurn(kinds, rows, 'dropped'),
      sent: inTurn(kinds, rows, 'sent'),
    };
    return rows.map((row) => next[sortOf(row)]());
  }
}

/** Returns the type of each row of one sort in turn. */
const inTurn = (all: readonly Kind[], rows: readonly Ipv4RouteRow[], sort: Sort): (() => Shown) => {
  const count = rows.filter((row) => sortOf(row) === sort).length;
  const kinds = all.filter(({ type }) => (sorts[type] ?? 'sent') === sort);
  // Routes from the local table may be printed as part of main, but are not in `route`.
  const own = kinds.length === count ? kinds : kinds.filter(({ type }) => type !== 'local');
  let at = 0;
  if (own.length === count) return () => shownAs(own[at++]!, sort);
  const [first] = own;
  const same = own.every(({ type, tos }) => type === first!.type && tos === first!.tos);
  const any = first !== undefined && same ? shownAs(first, sort) : usual[sort];
  return () => any;
};
