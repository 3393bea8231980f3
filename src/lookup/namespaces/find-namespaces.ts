import type { NamespaceFacts } from '../../core/namespace.ts';
import { type Location, locate } from '../../source/location.ts';
import type { Machine } from '../../source/machine.ts';
import { namedNamespaces } from './namespace-names.ts';
import { requireOnlyPid, resolveNamespace } from './namespace-resolver.ts';
import { NamespaceIndex } from './namespaces.ts';
import { PodNames } from './pods.ts';

/** `location` is null for a namespace without a process. */
export type Found = { readonly facts: NamespaceFacts; readonly location: Location | null };

/** Logs are next to the procfs: `/host/var/log` for `/host/proc`. */
const podNamesOf = ({ procRoot, files }: Machine): PodNames =>
  new PodNames(files, `${(procRoot ?? '/proc').replace(/\/proc$/, '')}/var/log`);

/** A machine's current network namespaces, the host's first. */
export const findNamespaces = (machine: Machine): readonly Found[] => {
  const index = new NamespaceIndex(machine);
  if (!machine.live && !knowsProcesses(index)) return [onlyOne(machine)];
  return namedNamespaces(index, podNamesOf(machine)).map(({ group, pod, ...named }) => ({
    facts: {
      ...named,
      pod: pod?.name ?? null,
      podNamespace: pod?.namespace ?? null,
      leader: group === null ? null : index.processes.commandOf(group.leader),
      leaderPid: group?.leader ?? null,
    },
    location: group === null ? null : index.locationOf(group),
  }));
};

/** A copy may have a directory for process 1 only because of its `net`. */
const knowsProcesses = ({ groups, processes }: NamespaceIndex): boolean =>
  groups.length > 1 || groups.some(({ leader }) => processes.commandOf(leader) !== null);

/** A copy without processes has one namespace, about which nothing else is known. */
const onlyOne = ({ tree }: Machine): Found => ({
  facts: {
    netns: 'copy',
    scope: 'other',
    label: null,
    runtime: null,
    container: null,
    pod: null,
    podNamespace: null,
    unit: null,
    processes: null,
    leader: null,
    leaderPid: null,
    inode: null,
    name: null,
  },
  location: locate(tree),
});

/** Resolves a `--netns` argument. Throws `UsageError` if it is ambiguous, `ReadError` if there is no such namespace. */
export const findNamespace = (machine: Machine, word: string): Location => {
  const pid = /^(?:pid:)?(\d{1,10})$/.exec(word)?.[1];
  const directory = `${machine.procRoot ?? machine.tree.path}/${pid}`;
  const location =
    pid !== undefined && isThere(machine, directory) ? locate(machine.tree, Number(pid)) : null;
  if (location !== null && word.startsWith('pid:')) return location;
  const index = new NamespaceIndex(machine);
  if (location !== null) {
    requireOnlyPid(word, index, podNamesOf(machine));
    return location;
  }
  return index.locationOf(resolveNamespace(word, index, podNamesOf(machine)));
};

const isThere = ({ files }: Machine, path: string): boolean => {
  try {
    files.stat(path);
    return true;
  } catch {
    return false;
  }
};
