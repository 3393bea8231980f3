import type { HostAddress } from '../info.ts';
import type { Redaction } from './redaction.ts';
import { address6Row, alias, leaf, maskLength, route6Row, routeRow } from './routing.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** How to extract networks from each table that has them, line by line. */
const networks: Readonly<Record<string, (redaction: Redaction) => (line: string) => void>> = {
  route:
    ({ addresses, spelling }) =>
    (line) => {
      const [, , destination, , , mask] = routeRow.exec(line) ?? [];
      if (destination === undefined || mask === undefined) return;
      const length = maskLength(spelling.bytesOfWords(mask));
      if (length !== null) addresses.learnNetwork(spelling.bytesOfWords(destination), length);
    },
  ipv6_route:
    ({ addresses }) =>
    (line) => {
      const [, destination, length] = route6Row.exec(line) ?? [];
      if (destination !== undefined && length !== undefined)
        addresses.learnNetwork(bytesOf(destination), Number.parseInt(length, 16));
    },
  if_inet6:
    ({ addresses }) =>
    (line) => {
      const [, address, , length] = address6Row.exec(line) ?? [];
      if (address !== undefined && length !== undefined)
        addresses.learnNetwork(bytesOf(address), Number.parseInt(length, 16));
    },
  fib_trie: ({ addresses }) => {
    let bytes: Uint8Array | null = null;
    return (line) => {
      const address = leaf.exec(line)?.[2];
      if (address !== undefined) bytes = Uint8Array.from(address.split('.'), Number);
      const length = alias.exec(line)?.[1];
      if (bytes !== null && length !== undefined) addresses.learnNetwork(bytes, Number(length));
    };
  },
};

/** The tables that must be read before any is redacted. */
export const tablesToLearn: readonly string[] = Object.keys(networks);

export const learnNetworks = (redaction: Redaction, table: string, text: string): void => {
  const learn = networks[table]!(redaction);
  for (const line of text.split('\n')) learn(line);
};

/** Learns this machine's own hosts, after all networks are known. */
export const learnHosts = (redaction: Redaction, table: string, text: string): void => {
  if (table !== 'if_inet6') return;
  for (const line of text.split('\n')) {
    const address = address6Row.exec(line)?.[1];
    if (address !== undefined) redaction.addresses.learnHost(bytesOf(address));
  }
};

export const learnHostNetworks = ({ addresses }: Redaction, known: readonly HostAddress[] | null): void => {
  for (const { address, prefixLength } of known ?? [])
    addresses.learnNetwork(Uint8Array.from(address.split('.'), Number), prefixLength);
};
