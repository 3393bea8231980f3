import { BadWord, type WordMeanings } from './context.ts';
import { type Network, parseNetwork } from './network.ts';
import { familyNames, type PortMatch, portMatch } from './ports.ts';
import { quote } from './syntax.ts';

/** One end of a connection, in ss's HOST SYNTAX. */
export type Endpoint = {
  /** Matches any of these; null for every address. */
  readonly networks: readonly Network[] | null;
  /** Null for every port. */
  readonly ports: PortMatch | null;
  /** A glob for unix socket names, in which case the rest is null. */
  readonly path: string | null;
  readonly family: string | null;
};

const isHostName = (word: string): boolean => /^(?=.*[a-z])[a-z\d]([a-z\d._-]*[a-z\d])?$/i.test(word);

const hostAddresses = (word: string, { addressesOf }: WordMeanings, family: string | null): Network[] => {
  const networks = (isHostName(word) ? (addressesOf?.(word) ?? []) : []).flatMap(
    (address) => parseNetwork(address) ?? [],
  );
  const [ipv4, ipv6] = [4, 16].map((length) => networks.filter(({ octets }) => octets.length === length));
  if (family !== null) return (family === 'ipv6' ? ipv6 : ipv4)!;
  return ipv4!.length > 0 ? ipv4! : ipv6!;
};

const unknownAddress = (word: string): BadWord => {
  if (word === '*')
    return new BadWord(
      'a socket bound to every address has the address 0.0.0.0 or ::, which text output shows as *; compare with those',
    );
  if (word.includes('%'))
    return new BadWord(
      `the kernel's tables list no zone, so leave out "%" and what follows in ${quote(word)}`,
    );
  const [, network] = /^(\d{1,3}(?:\.\d{1,3}){0,2})(?:\.\*)+$/.exec(word) ?? [];
  if (network !== undefined)
    return new BadWord(`write ${network}/${network.split('.').length * 8} instead of ${quote(word)}`);
  return new BadWord(
    `expected an address, a network such as 10.0.0.0/8 or fe80::/10, or a name in /etc/hosts, not ${quote(word)}`,
  );
};

/** A network or a host's addresses; like in ss, IPv4 unless the host has only IPv6 or `family` says otherwise. */
export const networksOf = (
  word: string,
  meanings: WordMeanings,
  family: string | null = null,
): readonly Network[] => {
  const network = parseNetwork(word);
  if (network !== null && (family === null || (family === 'ipv6') === (network.octets.length === 16)))
    return [network];
  const networks = network === null ? hostAddresses(word, meanings, family) : [];
  if (networks.length > 0) return networks;
  throw unknownAddress(word);
};

/** ss's words for every address. */
const everywhere: ReadonlySet<string> = new Set(['', '*', 'all', 'any', 'default']);

const isPort = (text: string, { portsOf }: WordMeanings): boolean =>
  text === '*' || (/^\d{1,5}$/.test(text) ? Number(text) <= 65_535 : portsOf(text).length > 0);

/**
 * An IPv6 address without square brackets. ss takes whatever follows the last colon as a port, which is rarely what is meant
 * when an address is pasted.
 */
const splitIpv6 = (word: string, meanings: WordMeanings): readonly [address: string, port?: string] => {
  const at = word.lastIndexOf(':');
  const [address, port] = [word.slice(0, at), word.slice(at + 1)];
  const isEndpoint = parseNetwork(address) !== null && isPort(port, meanings);
  if (!isEndpoint) return [word];
  if (parseNetwork(word) !== null && /^\d+$/.test(port))
    throw new BadWord(`${quote(word)} is ambiguous; write [${word}] or [${address}]:${port}`);
  return [address, port];
};

const splitAddress = (word: string, meanings: WordMeanings): readonly [address: string, port?: string] => {
  const [, bracketed, after] = /^(\[[^\]]*\](?:\/[\d.]+)?)(?::(.*))?$/.exec(word) ?? [];
  if (bracketed !== undefined) return after === undefined ? [bracketed] : [bracketed, after];
  const slash = word.indexOf('/');
  const colon = word.indexOf(':', Math.max(0, slash));
  if (colon < 0) return [word];
  if (slash < 0 && word.indexOf(':', colon + 1) >= 0) return splitIpv6(word, meanings);
  return [word.slice(0, colon), word.slice(colon + 1)];
};

/** In `10.0.0.1:53/udp` the slash belongs to the port, because letters follow it. */
const split = (word: string, meanings: WordMeanings): readonly [address: string, port?: string] => {
  const [, front, protocol] = /^(.*:[^/]*)(\/[a-z][a-z\d]*)$/i.exec(word) ?? [];
  if (front === undefined) return splitAddress(word, meanings);
  const [address, port] = splitAddress(front, meanings);
  if (port === undefined) throw unknownAddress(word);
  return [address, `${port}${protocol}`];
};

/** Paths and abstract names of unix sockets. `*`, alone or with a port, means every address. */
const isPath = (word: string): boolean => /^([/@]|\*[^:])/.test(word);

const otherFamily = /^(link|packet|netlink|vsock|tipc|xdp):/i;

const everyPath = { networks: null, ports: null } as const;

/** `10.0.0.0/8`, `10.0.0.1:ssh`, `[::1]:80`, `*:80`, `:80`, `inet6:*`, `localhost`; for unix sockets `/run/*`, `unix:name`. */
export const endpointOf = (word: string, meanings: WordMeanings): Endpoint => {
  const foreign = otherFamily.exec(word)?.[1];
  if (foreign !== undefined)
    throw new BadWord(`addresses of the family "${foreign}" are not supported; compare the columns instead`);
  const [, prefix, named] = /^(inet6?|unix):(.*)$/is.exec(word) ?? [];
  const family = prefix === undefined ? null : familyNames[prefix.toLowerCase()]!;
  const text = named ?? word;
  if (family === 'unix' || (family === null && isPath(text))) return { ...everyPath, path: text, family };
  const [address, port] = split(text, meanings);
  return {
    networks: everywhere.has(address) ? null : networksOf(address, meanings, family),
    ports: port === undefined || port === '' || port === '*' ? null : portMatch(port, meanings),
    path: null,
    family,
  };
};
