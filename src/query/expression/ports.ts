import type { BoundColumn } from '../../core/column.ts';
import { BadWord, type Context, type WordMeanings } from './context.ts';
import type { Range } from './numbers.ts';
import { quote } from './syntax.ts';

/** Ports, limited to a transport protocol and an address family if specified. */
export type PortMatch = {
  /** Null for `*`. */
  readonly ranges: readonly Range[] | null;
  readonly protocol: string | null;
  readonly family: string | null;
};

const largestPort = 65_535;

/** A decimal port. Rejects a leading 0, which ss reads as octal. */
const portNumber = (text: string): number | null => {
  if (!/^(0|[1-9]\d{0,4}|0x[\da-f]{1,4})$/i.test(text)) return null;
  const port = Number(text);
  return port <= largestPort ? port : null;
};

const rangesOf = (text: string, protocol: string | null, { portsOf }: WordMeanings): readonly Range[] => {
  const [, first, last] = /^([\da-fx]+)-([\da-fx]+)$/i.exec(text) ?? [];
  const from = portNumber(first ?? text);
  const to = portNumber(last ?? text);
  if (from !== null && to !== null && from <= to) return [{ from, to }];
  const named = /^[a-z]|^\d+[a-z]/i.test(text) ? portsOf(text, protocol ?? undefined) : [];
  return named.map((port) => ({ from: port, to: port }));
};

export const familyNames: Readonly<Record<string, string>> = { inet: 'ipv4', inet6: 'ipv6', unix: 'unix' };

/** `443`, `:443`, `8000-8010`, `https`, `53/udp`, `*`, and with ss's family prefix `inet6::443`. */
export const portMatch = (word: string, meanings: WordMeanings): PortMatch => {
  const [, prefix, text = '', suffix] = /^(?:(inet6?):)?:?([^/]*)(?:\/([a-z][a-z\d]*))?$/i.exec(word) ?? [];
  const protocol = suffix?.toLowerCase() ?? null;
  const family = prefix === undefined ? null : familyNames[prefix.toLowerCase()]!;
  if (text === '*') return { ranges: null, protocol, family };
  const ranges = rangesOf(text, protocol, meanings);
  if (ranges.length > 0) return { ranges, protocol, family };
  throw new BadWord(
    `expected a port from 0 to ${largestPort}, a range such as 8000-8010, or a service name, not ${quote(word)}`,
  );
};

/** The column with the transport protocol a port belongs to. */
export const protocolColumn = (protocol: string, { columns }: Pick<Context, 'columns'>): BoundColumn => {
  const column = columns.find(({ name }) => name === 'protocol');
  if (column === undefined)
    throw new BadWord(`this report has no protocols to compare with ${quote(protocol)}`);
  if (column.values !== undefined && !column.values.includes(protocol))
    throw new BadWord(
      `the protocol after a port must be one of ${column.values.join(', ')} (got ${quote(protocol)})`,
    );
  return column;
};
