import { statfsSync, statSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { InterfaceAddress } from '../core/ipv4.ts';

/** include/uapi/linux/magic.h, PROC_SUPER_MAGIC. */
const procfs = 0x9fa0;

const inodeOf = (path: string): bigint => statSync(path, { bigint: true }).ino;

/** A file in `net` has the same inode for every process in a namespace, on every procfs mount. */
const isOwnNamespace = (net: string): boolean => {
  try {
    return statfsSync(net).type === procfs && inodeOf(`${net}/dev`) === inodeOf('/proc/self/net/dev');
  } catch {
    return false;
  }
};

/** Keeps labels such as `eth0:1`; mapping them to an interface requires the interface list. */
const addressOf = (label: string, { address, cidr }: NetworkInterfaceInfo): InterfaceAddress => ({
  octets: Uint8Array.from(address.split('.'), Number),
  prefixLength: Number(cidr!.slice(cidr!.indexOf('/') + 1)),
  label,
});

/**
 * Node.js 20 looks up interface names in an ordinary object: `__proto__` pollutes the prototype of all objects, and names
 * such as `constructor` throw.
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
 * The IPv4 addresses Node.js reports for our own namespace; null for any other, and if Node.js fails, e.g. because a
 * sandbox denies the netlink socket it needs.
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
