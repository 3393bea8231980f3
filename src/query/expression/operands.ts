import type { BoundColumn, Kind } from '../../core/column.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { statesOf, stateWords } from '../../glossary/states.ts';
import { type Network, parseNetwork } from './network.ts';
import type { Range } from './predicates.ts';

/** What turns typed words into values needs to know of the machine. */
export type WordMeanings = {
  /** Ports of a service, none for an unknown name. */
  portsOf(service: string): readonly number[];
};

/** A typed word that means nothing: the sentence says what was expected. The caller knows where it stood. */
export class BadWord extends Error {
  override readonly name = 'BadWord';
}

const quote = (text: string): string => `"${visible(text)}"`;

const largestPort = 65_535;

const portNumber = (text: string): number | null =>
  /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= largestPort ? Number(text) : null;

/** `443`, `:443`, `8000-8010`, `https`. */
export const portRanges = (word: string, { portsOf }: WordMeanings): readonly Range[] => {
  const text = word.startsWith(':') ? word.slice(1) : word;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const from = portNumber(first ?? text);
  const to = portNumber(last ?? text);
  if (from !== null && to !== null && from <= to) return [{ from, to }];
  const named = /^[a-z]/i.test(text) ? portsOf(text) : [];
  if (named.length > 0) return named.map((port) => ({ from: port, to: port }));
  throw new BadWord(
    `expected a port from 0 to ${largestPort}, a range such as 8000-8010 or a service name, not ${quote(word)}`,
  );
};

const wholeNumber = (text: string, kind: Kind): number | bigint | null => {
  if (!/^-?\d{1,39}$/.test(text)) return null;
  if (kind === 'counter') return BigInt(text);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
};

/** A number or, within a list, a range of them. */
export const numberRange = (word: string, kind: Kind): Range => {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(word) ?? [];
  const from = wholeNumber(first ?? word, kind) ?? (kind === 'rate' && word !== '' ? finite(word) : null);
  const to = wholeNumber(last ?? word, kind) ?? from;
  if (from !== null && to !== null && from <= to) return { from, to };
  throw new BadWord(`expected a whole number, not ${quote(word)}`);
};

const finite = (text: string): number | null => (Number.isFinite(Number(text)) ? Number(text) : null);

export const networkOf = (word: string): Network => {
  const network = parseNetwork(word);
  if (network !== null) return network;
  if (word === '*')
    throw new BadWord(
      'a socket bound to every address has 0.0.0.0 or ::, which text shows as *: compare with those',
    );
  if (word.includes('%'))
    throw new BadWord(
      `an address has no zone in the kernel's tables, so none can be asked for: ${quote(word)}`,
    );
  throw new BadWord(`expected an address or a network such as 10.0.0.0/8 or fe80::/10, not ${quote(word)}`);
};

/** The states of a column that a word means; null for `all` of ss, which is also a state that no kernel we know has. */
export const statesMeant = (word: string, { values = [] }: BoundColumn): readonly string[] | null => {
  const states = statesOf(word, values);
  if (states?.length === values.length && word.toLowerCase() === 'all') return null;
  if (states !== null) return states;
  const near = nearest(word, stateWords(values));
  const hint = near === null ? '.' : `; did you mean ${near}?`;
  throw new BadWord(`there is no state ${quote(word)}${hint} States: ${stateWords(values).join(', ')}`);
};

/** What several words mean together; null if one of them means every state. */
export const anyState = (meant: readonly (readonly string[] | null)[]): ReadonlySet<string> | null =>
  meant.includes(null) ? null : new Set(meant.flatMap((states) => states ?? []));

export type Endpoint = { readonly network: Network | null; readonly ports: readonly Range[] | null };

/** `10.0.0.0/8`, `10.0.0.1:ssh`, `[::1]:80`, `::1`, `*:80`, `:80`, `*`. */
export const endpointOf = (word: string, meanings: WordMeanings): Endpoint => {
  const [, bracketed, port] = /^(\[[^\]]*\](?:\/\d+)?)(?::(.+))?$/.exec(word) ?? [];
  if (bracketed !== undefined) return endpoint(bracketed, port, meanings);
  const colons = word.split(':').length - 1;
  if (colons !== 1) return endpoint(word, undefined, meanings);
  const at = word.indexOf(':');
  return endpoint(word.slice(0, at), word.slice(at + 1), meanings);
};

const endpoint = (address: string, port: string | undefined, meanings: WordMeanings): Endpoint => ({
  network: address === '*' || address === '' ? null : networkOf(address),
  ports: port === undefined || port === '*' ? null : portRanges(port, meanings),
});
