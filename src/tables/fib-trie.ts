import { readAddress } from '../core/address.ts';
import { decimalNumber } from '../core/decimal.ts';
import { toIpv4 } from '../core/ipv4.ts';
import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from '../shapes/row.ts';

/** include/uapi/linux/rtnetlink.h, RT_TABLE_MAIN and RT_TABLE_LOCAL. */
export const mainTable = 254;
export const localTable = 255;

/** net/ipv4/fib_trie.c, rtn_type_names, in lower case as ip(8) writes them. */
const routeTypes = [
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
] as const;

/** `unknown` for a number without a name in any known kernel. */
export type TrieType = (typeof routeTypes)[number] | 'unknown';

/** A route from one of the IPv4 tables. */
export type TrieEntry = {
  readonly table: number;
  readonly network: number;
  readonly prefixLength: number;
  readonly type: TrieType;
  /** The type of service packets must have; 0 for any. */
  readonly tos: number;
  readonly line: number;
};

const tableNames: ReadonlyMap<string, number> = new Map([
  ['Main:', mainTable],
  ['Local:', localTable],
  ['<main>:', mainTable],
  ['<local>:', localTable],
]);
const typeNames: ReadonlyMap<string, TrieType> = new Map(
  routeTypes.map((name) => [name.toUpperCase(), name]),
);
const scopes: ReadonlySet<string> = new Set(['universe', 'site', 'link', 'host', 'nowhere']);

const numberUpTo = (text: string, most: number): number | null => {
  const bytes = Buffer.from(text, 'latin1');
  const value = decimalNumber(bytes, 0, bytes.length);
  return value !== null && value <= most ? value : null;
};

const mostTable = 0xffffffff;

/** `Main:`, `Local:`, `Id 100:`; `<main>:` up to 2.6.24. */
const tableOf = (row: Row): number | null => {
  if (row.count === 1) return tableNames.get(row.text(0)) ?? null;
  const number = row.text(1);
  if (row.count !== 2 || row.text(0) !== 'Id' || !number.endsWith(':')) return null;
  return numberUpTo(number.slice(0, -1), mostTable);
};

const octets = new Uint8Array(16);

const addressAt = (row: Row, start: number, end: number): number | null =>
  readAddress(row.bytes, start, end, octets) === 4 ? toIpv4(octets) : null;

const slash = 0x2f;

/** `+-- 10.0.0.0/8 2 0 2`: a branch of the trie, which describes no route. */
const isNode = (row: Row): boolean => {
  const at = row.bytes.indexOf(slash, row.startOf(1));
  if (row.count !== 5 || at < 0 || at >= row.endOf(1)) return false;
  const length = decimalNumber(row.bytes, at + 1, row.endOf(1));
  return (
    addressAt(row, row.startOf(1), at) !== null &&
    length !== null &&
    length <= 32 &&
    [2, 3, 4].every((token) => row.decimal(token) !== null)
  );
};

const isScope = (text: string): boolean =>
  scopes.has(text) || (text.startsWith('scope=') && numberUpTo(text.slice(6), 255) !== null);

/** One word, or `type` and a number. */
const typeOf = (row: Row): { readonly type: TrieType; readonly next: number } | null => {
  const word = row.text(2);
  const type = typeNames.get(word);
  if (type !== undefined) return { type, next: 3 };
  return word === 'type' && numberUpTo(row.text(3), 255) !== null ? { type: 'unknown', next: 4 } : null;
};

const tosOf = (row: Row, token: number): number | null => {
  if (!row.has(token)) return 0;
  const text = row.text(token);
  return text.startsWith('tos=') && token === row.count - 1 ? numberUpTo(text.slice(4), 255) : null;
};

type Alias = Pick<TrieEntry, 'prefixLength' | 'type' | 'tos'>;

/** `/24 link UNICAST tos=16`, below its leaf. Null after reporting a problem. */
const readAlias = (lines: Lines, row: Row): Alias | null => {
  const reject = (field: string, expected: string, token: number, skip = 0): null => {
    lines.reject(field, mismatch(expected, row.bytes, row.startOf(token) + skip, row.endOf(token)));
    return null;
  };
  const prefixLength = decimalNumber(row.bytes, row.startOf(0) + 1, row.endOf(0));
  if (prefixLength === null || prefixLength > 32)
    return reject('prefix length', 'a number from 0 to 32', 0, 1);
  if (!isScope(row.text(1))) return reject('scope', 'a scope', 1);
  const type = typeOf(row);
  if (type === null) return reject('type', 'a route type', 2);
  const tos = tosOf(row, type.next);
  if (tos === null) return reject('tos', 'tos= and a number from 0 to 255', type.next);
  return { prefixLength, type: type.type, tos };
};

/** The current table and leaf. The routes below a rejected leaf are dropped with it. */
class Position {
  table: number | null = null;
  leaf: number | 'none' | 'rejected' = 'none';
}

/**
 * `/proc/net/fib_trie` (net/ipv4/fib_trie.c, fib_trie_seq_show): the routes of all IPv4 tables, without interfaces. Until the
 * first policy rule is added, main and local are one trie, printed under both names.
 */
export function* trieEntries(lines: Lines | null): Generator<TrieEntry> {
  if (lines === null) return;
  const row = new Row();
  const at = new Position();
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (row.bytes[row.startOf(0)] !== slash) {
      moveTo(lines, row, at);
      continue;
    }
    const { table, leaf } = at;
    if (leaf === 'rejected') continue;
    const alias = table === null || leaf === 'none' ? misplaced(lines, row) : readAlias(lines, row);
    if (alias === null) continue;
    lines.accept();
    yield { table: table!, network: leaf as number, ...alias, line: lines.number };
  }
}

const misplaced = (lines: Lines, row: Row): null => {
  lines.reject(null, mismatch('a table and a leaf first', row.bytes, row.startOf(0), row.end));
  return null;
};

/** A line that starts a table, a branch or a leaf. */
const moveTo = (lines: Lines, row: Row, at: Position): void => {
  const first = row.text(0);
  if (first === '|--') {
    const leaf = row.count === 2 ? addressAt(row, row.startOf(1), row.endOf(1)) : null;
    if (leaf === null)
      lines.reject('address', mismatch('an IPv4 address', row.bytes, row.startOf(1), row.end));
    at.leaf = leaf ?? 'rejected';
    return;
  }
  at.leaf = 'none';
  if (first === '+--') {
    if (!isNode(row))
      lines.reject(null, mismatch('a network and three numbers', row.bytes, row.startOf(1), row.end));
    return;
  }
  const table = tableOf(row);
  if (table === null) {
    lines.reject(null, mismatch('a table, a branch, a leaf or a route', row.bytes, row.startOf(0), row.end));
    return;
  }
  lines.acceptHeader();
  at.table = table;
};
