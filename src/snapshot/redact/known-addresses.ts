import { parseAddress } from '../../core/address.ts';
import type { Known } from './prefix-map.ts';

const known = (keep: Known['keep'], ...networks: readonly string[]): readonly Known[] =>
  networks.map((network) => {
    const [address = '', length] = network.split('/');
    const bytes = parseAddress(address)!;
    return { bytes, length: Number(length), keep };
  });

/** Prefixes that indicate an address's purpose (RFC 6890). */
export const knownIpv4: readonly Known[] = [
  // Wildcard, loopback, well-known groups, broadcast.
  ...known('whole', '0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/23', '239.255.255.250/32', '255.255.255.255/32'),
  // Private, shared, link-local; multicast, including local scopes; reserved.
  ...known('class', '10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'),
  ...known('class', '224.0.0.0/4', '232.0.0.0/8', '239.0.0.0/8', '240.0.0.0/4'),
];

/** Global, unique local, link-local. Addresses with an embedded IPv4 address and groups are handled separately. */
export const knownIpv6: readonly Known[] = [
  ...known('class', '2000::/3', 'fc00::/7', 'fd00::/8', 'fe80::/10', 'fe80::/64'),
  ...known('whole', 'ff00::/8'),
];

const prefixBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** 96-bit prefixes of embedded IPv4 addresses: compatible (also `::` and `::1`), mapped, translated (RFC 6052). */
export const ipv4Holders: readonly Uint8Array[] = [
  prefixBytes('000000000000000000000000'),
  prefixBytes('00000000000000000000ffff'),
  prefixBytes('0064ff9b0000000000000000'),
];

/** ff02::1:ff00:0/104, followed by the last 24 bits of an address (RFC 4291, 2.7.1). */
export const solicitedNode: Uint8Array = prefixBytes('ff0200000000000000000001ff');
