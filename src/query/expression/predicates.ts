import type { BoundColumn, Holder } from '../../core/column.ts';
import { matchesExactGlob } from '../../core/glob.ts';
import { anyHolderName, holderTest } from './holders.ts';
import { anyOf, type Predicate } from './logic.ts';
import { inNetwork, type Network, parseNetwork } from './network.ts';
import type { Range } from './numbers.ts';
import type { Operand } from './syntax.ts';

/** Matches a text column's values, or the words text output shows for them. */
export const isOneOf = ({ read, text }: BoundColumn, values: readonly string[]): Predicate => {
  const wanted: ReadonlySet<unknown> = new Set(values);
  if (text === undefined) return (view) => wanted.has(read(view));
  return (view) => {
    const value = read(view);
    return value !== null && (wanted.has(value) || wanted.has(text(value as never, view)));
  };
};

/** Tests a text, as stored or as shown in text output; for a list of holders, any of their names. */
export const matches = ({ read, text }: BoundColumn, test: (text: string) => boolean): Predicate => {
  return (view) => {
    const value = read(view);
    if (value === null) return false;
    if (Array.isArray(value)) return anyHolderName(value as readonly Holder[], test);
    return test(String(value)) || (text !== undefined && test(text(value as never, view)));
  };
};

export const matchesGlobs = (column: BoundColumn, globs: readonly string[]): Predicate =>
  anyOf(globs.map((glob) => matches(column, (text) => matchesExactGlob(glob, text))));

const inRange = (value: number | bigint, ranges: readonly Range[]): boolean => {
  for (const { from, to } of ranges) if (value >= from && value <= to) return true;
  return false;
};

/** Numbers, ports and counters. Null is in no range. Numbers and bigints compare exactly. */
export const inRanges = ({ read }: BoundColumn, ranges: readonly Range[]): Predicate => {
  const [first] = ranges;
  if (ranges.length === 1 && first!.from === first!.to) {
    const only = first!.from;
    return (view) => {
      const value = read(view) as number | bigint | null;
      return value !== null && value >= only && value <= only;
    };
  }
  return (view) => {
    const value = read(view) as number | bigint | null;
    return value !== null && inRange(value, ranges);
  };
};

const inAny = (address: Uint8Array, networks: readonly Network[]): boolean => {
  for (const network of networks) if (inNetwork(address, network)) return true;
  return false;
};

/** Size of the address cache; a table has few distinct addresses. */
const mostCached = 4_096;

/** Whether a column's address is in one of the networks. Builds no text if the column provides octets. */
export const inNetworks = ({ octets, read }: BoundColumn, networks: readonly Network[]): Predicate => {
  if (octets !== undefined)
    return (view) => {
      const address = octets(view);
      return address !== null && inAny(address, networks);
    };
  const known = new Map<unknown, boolean>();
  return (view) => {
    const text = read(view);
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const address = text === null ? null : parseNetwork(String(text));
    const inside = address !== null && inAny(address.octets, networks);
    if (known.size >= mostCached) known.clear();
    known.set(text, inside);
    return inside;
  };
};

const isZero = (octets: Uint8Array): boolean => {
  for (const octet of octets) if (octet !== 0) return false;
  return true;
};

const everywhere: ReadonlySet<unknown> = new Set(['0.0.0.0', '::']);

/** Sockets bound to every address. */
export const isWildcard = ({ octets, read }: BoundColumn): Predicate => {
  if (octets === undefined) return (view) => everywhere.has(read(view));
  return (view) => {
    const address = octets(view);
    return address !== null && isZero(address);
  };
};

/** Whether any of the named processes holds the socket. */
export const heldBy = (
  { read }: BoundColumn,
  words: readonly Pick<Operand, 'text' | 'quoted'>[],
): Predicate => {
  const tests = words.map(({ text, quoted }) => holderTest(text, quoted));
  return (view) => {
    const holders = read(view) as readonly Holder[] | null;
    if (holders === null) return false;
    for (const test of tests) if (holders.some(test)) return true;
    return false;
  };
};

/** Whether a process with an accepted id holds the socket. */
export const heldByPid = ({ read }: BoundColumn, accepts: (pid: number) => boolean): Predicate => {
  const test = ({ pid }: Holder): boolean => accepts(pid);
  return (view) => {
    const holders = read(view) as readonly Holder[] | null;
    return holders?.some(test) ?? false;
  };
};

export const inPidRanges = (column: BoundColumn, ranges: readonly Range[]): Predicate =>
  heldByPid(column, (pid) => inRange(pid, ranges));
