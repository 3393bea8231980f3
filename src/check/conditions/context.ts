import type { UsageError } from '../../core/errors.ts';
import { BadWord, type WordMeanings } from '../../query/expression/context.ts';
import { networksOf } from '../../query/expression/endpoint.ts';
import type { Network } from '../../query/expression/network.ts';
import { portMatch } from '../../query/expression/ports.ts';
import type { Endpoint, Part } from './syntax.ts';

/** What the words of a condition are looked up with. */
export type Context = {
  readonly meanings: WordMeanings;
  /** Look for the processes that hold a socket: it costs a walk over all of them. */
  readonly owners: boolean;
  /** A socket bound to `::` does not answer for an IPv4 address. */
  readonly strictFamily: boolean;
  /** An error with a caret at this offset. */
  readonly error: (message: string, at: number) => UsageError;
};

const read = <T>({ error }: Context, { at }: Part, look: () => T): T => {
  try {
    return look();
  } catch (problem) {
    if (problem instanceof BadWord) throw error(problem.message, at);
    throw problem;
  }
};

/** ip(8) completes `10` and `10.1`, which is more likely a typo here. */
const isShortened = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){0,2}(\/.*)?$/.test(text);

/** One address or, where `isNetwork`, a network. A host name means its first address. */
export const networkIn = (part: Part, context: Context, isNetwork = false): Network => {
  const [network] = read(context, part, () => networksOf(part.text, context.meanings));
  const isWhole = network!.prefixLength === network!.octets.length * 8;
  if (!isNetwork && (!isWhole || isShortened(part.text) || part.text.includes('/')))
    throw context.error('expected one whole address', part.at);
  return network!;
};

const portIn = (part: Part, context: Context): number => {
  const { ranges } = read(context, part, () => portMatch(part.text, context.meanings));
  const ports = new Set(ranges?.flatMap(({ from, to }) => [from, to]));
  if (ports.size === 1) return Number([...ports][0]);
  throw context.error('expected one port', part.at);
};

/** An endpoint whose words have been looked up. */
export type End = {
  readonly network: Network | null;
  readonly port: number;
  readonly protocol: Endpoint['protocol'];
};

export const endOf = ({ address, port, protocol }: Endpoint, context: Context): End => ({
  network: address === null ? null : networkIn(address, context),
  port: portIn(port, context),
  protocol,
});
