import type { Problem } from '../../core/errors.ts';
import { ipv4Octets } from '../../core/ipv4.ts';
import type { TrieEntry } from '../../tables/fib-trie.ts';
import { type Entry, formatOctets, formatPrefix, hasHiddenGateway } from './route.ts';
import type { TrieAnswer } from './trie-answer.ts';

const caveat = (path: string, line: number | null, message: string): Problem => ({
  path,
  line,
  field: null,
  message,
});

const mostNamed = 3;

/** `a, b or c`, without duplicates; only the number of those after the third is given. */
const listed = (all: Iterable<string>, word: 'and' | 'or'): string => {
  const names = [...new Set(all)];
  const named = names.slice(0, mostNamed);
  const parts = names.length > mostNamed ? [...named, `${names.length - mostNamed} more`] : named;
  const last = parts.pop()!;
  return parts.length === 0 ? last : `${parts.join(', ')} ${word} ${last}`;
};

const inTable = ({ table, network, prefixLength }: TrieEntry): string =>
  `${table} (${formatPrefix({ octets: ipv4Octets(network), prefixLength })})`;

/** Main and local share a trie since 4.1; before, separate tries say nothing about policy rules. */
const sharesTries = (release: string | null): boolean => {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  return major === undefined || Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 1);
};

/** Other tables with a route to the address, and evidence of policy rules, which `/proc/net` does not list. */
export const tableCaveats = (
  path: string,
  release: string | null,
  { others, isSplit }: TrieAnswer,
  address: Uint8Array,
): Problem[] => {
  const target = formatOctets(address);
  const hasRules = isSplit && sharesTries(release);
  const [first] = others;
  if (first === undefined)
    return hasRules
      ? [
          caveat(
            path,
            null,
            `main and local are separate tables, so policy rules have been added; they may choose another route to ${target}`,
          ),
        ]
      : [];
  const tables = new Set(others.map(({ table }) => table)).size === 1 ? 'table' : 'tables';
  const verb = tables === 'table' ? 'also covers' : 'also cover';
  const rules = hasRules
    ? 'and policy rules have been added; they may choose another route'
    : 'and a policy rule could choose it';
  return [
    caveat(path, first.line, `${tables} ${listed(others.map(inTable), 'and')} ${verb} ${target}, ${rules}`),
  ];
};

/** The file does not identify its tables. */
export const ipv6TableCaveats = (path: string, others: readonly Entry[], address: Uint8Array): Problem[] => {
  const [first] = others;
  if (first === undefined) return [];
  const target = formatOctets(address);
  const prefixes = listed(others.map(formatPrefix), 'and');
  return [
    caveat(
      path,
      first.line,
      `a table other than main and local also covers ${target} (${prefixes}); policy rules may choose it`,
    ),
  ];
};

const sourcesOf = (limited: readonly Entry[]): string =>
  listed(
    limited.flatMap(({ source }) => (source === null ? [] : [formatPrefix(source)])),
    'or',
  );

/** Routes for packets from some networks, in addition to the one for all (`chosen`) or in place of it. */
export const sourceCaveats = (
  path: string,
  limited: readonly Entry[],
  chosen: Entry | undefined,
  address: Uint8Array,
): Problem[] => {
  const [first] = limited;
  if (first === undefined) return [];
  const target = formatOctets(address);
  const message =
    chosen === undefined
      ? `routes to ${target} apply only to packets from ${sourcesOf(limited)}`
      : `packets to ${target} from ${sourcesOf(limited)} take another route`;
  return [caveat(path, first.line, message)];
};

export const tosCaveats = (path: string, limited: readonly Entry[], address: Uint8Array): Problem[] => {
  const [first] = limited;
  if (first === undefined) return [];
  const services = listed(
    limited.map(({ tos }) => String(tos)),
    'or',
  );
  return [
    caveat(
      path,
      first.line,
      `packets to ${formatOctets(address)} with type of service ${services} take another route`,
    ),
  ];
};

export const gatewayCaveats = (path: string, routes: readonly Entry[]): Problem[] =>
  routes
    .filter(hasHiddenGateway)
    .map((route) =>
      caveat(
        path,
        route.line,
        `the gateway of ${formatPrefix(route)} is an IPv6 address, which this file cannot show`,
      ),
    );
