import type { Kernel } from '../../core/report.ts';
import { devMcastInterfaces } from '../../tables/dev-mcast.ts';
import { ipv6AddressRows } from '../../tables/if-inet6.ts';
import { igmp6Interfaces, igmpInterfaces } from '../../tables/igmp.ts';

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/**
 * Interface names by index. No file lists them all: `dev_mcast` and `igmp6` have those with a multicast group, `igmp` those
 * with IPv4, `if_inet6` those with an IPv6 address.
 */
export const interfaceNames = (kernel: Kernel): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const { index, name } of devMcastInterfaces(kernel.open('dev_mcast', policy))) names.set(index, name);
  for (const { index, name } of igmp6Interfaces(kernel.open('igmp6', policy))) names.set(index, name);
  for (const { interfaceIndex, interface: name } of ipv6AddressRows(kernel.open('if_inet6', policy)))
    names.set(interfaceIndex, name);
  for (const { index, name } of igmpInterfaces(kernel.open('igmp', policy))) names.set(index, name);
  names.delete(0);
  return names;
};
