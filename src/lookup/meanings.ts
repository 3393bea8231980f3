import { nodeFileSystem } from '../source/filesystem.ts';
import { addressesIn, type HostsEntry, hostsFile } from './names/hosts-file.ts';
import { loadServices, type Services } from './names/services.ts';
import { loadUsers, type Users } from './names/users.ts';

/** Resolves service, host and user names on this machine. Each file is read on first use. */
export const machineMeanings = (): {
  portsOf(name: string, protocol?: string): readonly number[];
  addressesOf(name: string): readonly string[];
  userId(name: string): number | null;
} => {
  let services: Services | null = null;
  let hosts: readonly HostsEntry[] | null = null;
  let users: Users | null = null;
  return {
    portsOf(name, protocol) {
      services ??= loadServices(nodeFileSystem);
      return services.portsOf(name, protocol === 'tcp' || protocol === 'udp' ? protocol : undefined);
    },
    addressesOf(name) {
      hosts ??= hostsFile(nodeFileSystem);
      return addressesIn(hosts, name);
    },
    userId(name) {
      users ??= loadUsers(nodeFileSystem);
      return users.idOf(name);
    },
  };
};
