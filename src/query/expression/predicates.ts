import type { BoundColumn, Holder } from '../../core/column.ts';
import { always, anyOf, type Predicate } from './logic.ts';
import { inNetwork, type Network, parseNetwork } from './network.ts';

/** Values of a text column, a state or an interface; also by the words that people are shown for them. */
export const isOneOf = ({ read, text }: BoundColumn, values: readonly string[]): Predicate => {
  const wanted: ReadonlySet<unknown> = new Set(values);
  if (text === undefined) return (view) => wanted.has(read(view));
  return (view) => {
    const value = read(view);
    return value !== null && (wanted.has(value) || wanted.has(text(value as never)));
  };
};

/** Null for every state. */
export const isInState = (column: BoundColumn, states: ReadonlySet<string> | null): Predicate =>
  states === null ? always : isOneOf(column, [...states]);

/** A range of numbers, both ends in it. */
export type Range = { readonly from: number | bigint; readonly to: number | bigint };

/** Numbers and counters. Null lies in no range. */
export const inRanges = ({ read }: BoundColumn, ranges: readonly Range[]): Predicate => {
  if (ranges.length === 1 && ranges[0]!.from === ranges[0]!.to && typeof ranges[0]!.from === 'number') {
    const only = ranges[0]!.from;
    return (view) => read(view) === only;
  }
  return (view) => {
    const value = read(view) as number | bigint | null;
    return value !== null && ranges.some(({ from, to }) => value >= from && value <= to);
  };
};

/** Addresses texts that columns without octets give; a table repeats few. */
const mostCached = 4_096;

/** Whether a column's address lies in one of the networks. No text is built where the column gives octets. */
export const inNetworks = ({ octets, read }: BoundColumn, networks: readonly Network[]): Predicate => {
  if (octets !== undefined)
    return (view) => {
      const address = octets(view);
      return address !== null && networks.some((network) => inNetwork(address, network));
    };
  const known = new Map<unknown, boolean>();
  return (view) => {
    const text = read(view);
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const address = text === null ? null : parseNetwork(String(text));
    const inside = address !== null && networks.some((network) => inNetwork(address.octets, network));
    if (known.size >= mostCached) known.clear();
    known.set(text, inside);
    return inside;
  };
};

/** Sockets bound to every address of the host. */
const isWildcard = ({ octets }: BoundColumn): Predicate =>
  octets === undefined
    ? () => false
    : (view) => {
        const address = octets(view);
        return address?.every((octet) => octet === 0) ?? false;
      };

/** Whether one of the holders is meant: digits are a pid, anything else a name. */
export const holderMatches = (holders: readonly Holder[], text: string): boolean =>
  /^\d+$/.test(text)
    ? holders.some(({ pid }) => pid === Number(text))
    : holders.some(({ name }) => name === text);

/** Holders by name or pid. */
export const heldBy = ({ read }: BoundColumn, words: readonly string[]): Predicate => {
  return (view) => {
    const holders = read(view) as readonly Holder[] | null;
    return holders !== null && words.some((word) => holderMatches(holders, word));
  };
};

/** A text, or the name of one of the holders. */
export const matches =
  ({ read }: BoundColumn, test: (text: string) => boolean): Predicate =>
  (view) => {
    const value = read(view);
    if (value === null) return false;
    return Array.isArray(value)
      ? (value as readonly Holder[]).some(({ name }) => test(name))
      : test(String(value));
  };

/** What `onInterface` looks at beside the interface itself: the address a socket is bound to. */
export const boundTo = (columns: readonly BoundColumn[]): readonly BoundColumn[] =>
  columns.filter(({ name }) => name === 'localAddress');

/** A socket bound to every address is on every interface. */
export const onInterface = (
  column: BoundColumn,
  columns: readonly BoundColumn[],
  names: readonly string[],
): Predicate => anyOf([isOneOf(column, names), ...boundTo(columns).map(isWildcard)]);
