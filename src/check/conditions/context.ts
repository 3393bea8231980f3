import type { UsageError } from '../../core/errors.ts';
import { BadWord, type WordMeanings } from '../../query/expression/context.ts';
import { networksOf } from '../../query/expression/endpoint.ts';
import type { Network } from '../../query/expression/network.ts';
import { portMatch } from '../../query/expression/ports.ts';
import type { Endpoint, Part } from './syntax.ts';

/** The context for resolving a condition's words. */
export type Context = {
  readonly meanings: WordMeanings;
  /** Find socket owners, which requires a scan of all processes. */
  readonly owners: boolean;
  /** A socket bound to `::` does not match an IPv4 address. */
  readonly strictFamily: boolean;
  /** Creates an error with a caret at this offset. */
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

/** ip(8) completes `10` and `10.1`; here they are more likely a typo. */
const isShortened = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){0,2}(\/.*)?$/.test(text);

/** One address or, if `isNetwork`, a network. A host name means its first address. */
export const networkIn = (part: Part, context: Context, isNetwork = false): Network => {
  const [network] = read(context, part, () => networksOf(part.text, context.meanings));
  const isWhole = network!.prefixLength === network!.octets.length * 8;
  if (!isNetwork && (!isWhole || isShortened(part.text) || part.text.includes('/')))
    throw context.error('expected a single address', part.at);
  return network!;
};

const portIn = (part: Part, context: Context): number => {
  const { ranges } = read(context, part, () => portMatch(part.text, context.meanings));
  const ports = new Set(ranges?.flatMap(({ from, to }) => [from, to]));
  if (ports.size === 1) return Number([...ports][0]);
  throw context.error('expected a single port', part.at);
};

/** A resolved endpoint. */
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

/** `port 80`, or `[::1]:80`. */
export const placeOf = ({ address }: Endpoint, { port }: End): string => {
  if (address === null) return `port ${port}`;
  const { text } = address;
  return text.includes(':') && !text.startsWith('[') ? `[${text}]:${port}` : `${text}:${port}`;
};
