import { nodeFileSystem } from '../source/filesystem.ts';
import { loadServices, type Services } from './services.ts';
import { loadUsers, type Users } from './users.ts';

/** What names of services and users mean on this machine, each file read when the first name is looked up. */
export const machineMeanings = (): {
  portsOf(name: string): readonly number[];
  userId(name: string): number | null;
} => {
  let services: Services | null = null;
  let users: Users | null = null;
  return {
    portsOf(name) {
      services ??= loadServices(nodeFileSystem);
      return services.portsOf(name);
    },
    userId(name) {
      users ??= loadUsers(nodeFileSystem);
      return users.idOf(name);
    },
  };
};
