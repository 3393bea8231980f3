import * as fs from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { InterfaceAddress } from '../core/ipv4.ts';

/** include/uapi/linux/magic.h, PROC_SUPER_MAGIC. */
const procfs = 0x9fa0;

const inodeOf = (path: string): bigint => fs.statSync(path, { bigint: true }).ino;

/** One file of `net` has the same inode for every process of a namespace, on every mount of procfs. */
const isOwnNamespace = (net: string): boolean => {
  try {
    return fs.statfsSync(net).type === procfs && inodeOf(`${net}/dev`) === inodeOf('/proc/self/net/dev');
  } catch {
    return false;
  }
};

/** Labels such as `eth0:1` stay: which interface is meant takes the list of interfaces. */
const addressOf = (label: string, { address, cidr }: NetworkInterfaceInfo): InterfaceAddress => ({
  octets: Uint8Array.from(address.split('.'), Number),
  prefixLength: Number(cidr!.slice(cidr!.indexOf('/') + 1)),
  label,
});

/**
 * What Node.js reports of the IPv4 addresses in our own namespace; null for any other, and where Node.js is refused the netlink
 * socket that it asks with.
 */
export const ownAddresses = (net: string): readonly InterfaceAddress[] | null => {
  if (!isOwnNamespace(net)) return null;
  try {
    return Object.entries(networkInterfaces()).flatMap(([label, addresses = []]) =>
      addresses
        .filter(({ family, cidr }) => family === 'IPv4' && cidr !== null)
        .map((address) => addressOf(label, address)),
    );
  } catch {
    return null;
  }
};
