// The one exception to "procnet opens no socket": resolving host names queries name servers.
import { Resolver } from 'node:dns/promises';
import type { FileSystem } from '../../source/filesystem.ts';
import { hostsFile } from './hosts-file.ts';

type Asked = Pick<Resolver, 'reverse' | 'cancel'>;

/** Replaces the sources of names in tests. */
type HostSources = { readonly hostsPath?: string; readonly resolver?: Asked };

const largestFlight = 16;
const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const mappedIpv4 = (ipv6: string): string | null => {
  const [, high = '', low = ''] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(ipv6) ?? [];
  if (high === '') return null;
  const [first, last] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, last >> 8, last & 255].join('.');
};

/** One spelling per address, with IPv4-mapped IPv6 as IPv4 (like getnameinfo(3)); null for anything else. */
const canonical = (address: string): string | null => {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address;
  const url = `http://[${address}]`;
  if (!/^[\da-f:.]+$/i.test(address) || !URL.canParse(url)) return null;
  const spelled = new URL(url).hostname.slice(1, -1);
  return mappedIpv4(spelled) ?? spelled;
};

/** An address's first line determines its name. */
const knownNames = (files: FileSystem, path: string): Map<string, string> => {
  const names = new Map<string, string>();
  for (const { address: written, names: all } of hostsFile(files, path)) {
    const address = canonical(written);
    const [name] = all;
    if (address !== null && name !== undefined && !names.has(address)) names.set(address, name);
  }
  return names;
};

/** If the name is unknown, the server fails or time runs out, the address stays a number. */
const nameFromDns = async (resolver: Asked, address: string): Promise<string | undefined> => {
  try {
    const [name] = await resolver.reverse(address);
    return name;
  } catch {
    return undefined;
  }
};

/** Leaves time to try a second name server if the first is down, and to retransmit one lost packet. */
const patientResolver = (timeoutMs: number): Resolver =>
  new Resolver({ timeout: Math.max(1, Math.ceil(timeoutMs / 4)), tries: 2 });

/** Adds to `names` what name servers return for `addresses` before the deadline. */
const askNameServers = async (
  addresses: readonly string[],
  names: Map<string, string>,
  timeoutMs: number,
  resolver: Asked,
): Promise<void> => {
  const queue = addresses.values();
  let isOver = false;
  const askOneByOne = async (): Promise<void> => {
    for (const address of queue) {
      const name = await nameFromDns(resolver, address);
      if (isOver) return;
      if (name) names.set(address, name);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((done) => {
    timer = setTimeout(done, timeoutMs);
  });
  const lanes = Array.from({ length: Math.min(largestFlight, addresses.length) }, askOneByOne);
  await Promise.race([timeout, Promise.all(lanes)]);
  isOver = true;
  clearTimeout(timer);
  resolver.cancel();
};

/**
 * Host names for addresses, from `/etc/hosts` or else from name servers, all within `timeoutMs`. Addresses without a name by
 * then are missing from the map. A name is what the address's owner claims, so it proves nothing and may contain any
 * character. The wildcard address is skipped. No mDNS, LDAP or other nsswitch.conf(5) sources.
 */
export const resolveHosts = async (
  files: FileSystem,
  addresses: Iterable<string>,
  timeoutMs: number,
  { hostsPath = '/etc/hosts', resolver }: HostSources = {},
): Promise<ReadonlyMap<string, string>> => {
  const spellings = new Map<string, string>();
  for (const address of addresses) {
    const spelled = canonical(address);
    if (spelled !== null && !wildcards.has(spelled)) spellings.set(address, spelled);
  }
  const names = knownNames(files, hostsPath);
  const unknown = [...new Set(spellings.values())].filter((address) => !names.has(address));
  if (unknown.length > 0 && timeoutMs > 0)
    await askNameServers(unknown, names, timeoutMs, resolver ?? patientResolver(timeoutMs));
  const found = [...spellings].map(([address, spelled]) => [address, names.get(spelled)] as const);
  return new Map(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
};
