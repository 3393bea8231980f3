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
 * Node.js 20 looks an interface's name up in an ordinary object. For `__proto__` it writes into the prototype of all objects, for
 * names such as `constructor` it throws.
 */
const withoutTraces = <T>(call: () => T): T => {
  const before = new Set(Reflect.ownKeys(Object.prototype));
  try {
    return call();
  } finally {
    for (const key of Reflect.ownKeys(Object.prototype))
      if (!before.has(key)) Reflect.deleteProperty(Object.prototype, key);
  }
};

/**
 * What Node.js reports of the IPv4 addresses in our own namespace; null for any other, and where Node.js fails,
 * such as when a sandbox refuses the netlink socket it needs.
 */
export const ownAddresses = (net: string): readonly InterfaceAddress[] | null => {
  if (!isOwnNamespace(net)) return null;
  try {
    return Object.entries(withoutTraces(networkInterfaces)).flatMap(([label, addresses = []]) =>
      addresses
        .filter(({ family, cidr }) => family === 'IPv4' && cidr !== null)
        .map((address) => addressOf(label, address)),
    );
  } catch {
    return null;
  }
};
