import type { Location } from '../source/location.ts';
import type { Machine } from '../source/machine.ts';
import { type NamespaceMount, namespaceMounts } from '../tables/mountinfo.ts';
import { ProcessFacts } from './process-facts.ts';

/** The processes that share a network namespace. */
export type ProcessGroup = {
  /** The same number for the same namespace, within one look at the machine. */
  readonly key: number;
  /** The oldest. */
  readonly leader: number;
  readonly pids: readonly number[];
};

/** A mounted namespace in which no process was found. */
export type MountedNamespace = NamespaceMount & {
  /** Whether it is certain that there is none: not where namespaces of other users' processes are hidden. */
  readonly isEmpty: boolean;
};

/** Which file it is does not matter, only that it is the same one for every process. */
const sample = 'net/dev';

/** Processes of others stay closed to us, so that it is soon clear whether there is one of ours. */
const mostTried = 64;

/**
 * All network namespaces of a machine, seen through its processes. Files below `/proc/PID/net` may be read by anybody and have
 * another inode in each namespace (fs/proc/generic.c, proc_register); `/proc/PID/ns/net` takes the right to trace the process.
 * A thread that has left its process's namespace is not seen: that would take a look at every thread.
 */
export class NamespaceIndex {
  readonly machine: Machine;
  readonly processes: ProcessFacts;
  readonly groups: readonly ProcessGroup[];
  readonly #readers: ProcessGroup | null;
  readonly #byPid = new Map<number, ProcessGroup>();
  readonly #inodes = new Map<ProcessGroup, number | null>();
  #mounts: readonly NamespaceMount[] | undefined;

  /** Looks at once. */
  constructor(machine: Machine) {
    this.machine = machine;
    this.processes = new ProcessFacts(machine.files, machine.procRoot ?? machine.tree.path);
    this.groups = this.#group();
    for (const group of this.groups) for (const pid of group.pids) this.#byPid.set(pid, group);
    this.#readers = this.#findReaders();
  }

  groupOf(pid: number): ProcessGroup | null {
    return this.#byPid.get(pid) ?? null;
  }

  /** The namespace of the whole machine; null where it cannot be told. */
  get host(): ProcessGroup | null {
    const first = this.groupOf(1);
    // tcp_mem exists in the first network namespace and in no other (net/ipv4/sysctl_net_ipv4.c).
    const isReadersFirst = this.machine.sysctl('net/ipv4/tcp_mem') !== null;
    if (isReadersFirst || !this.machine.live) return isReadersFirst ? (this.#readers ?? first) : null;
    if (first === null || first === this.#readers) return null;
    return this.processes.membershipOf(1).container === null ? first : null;
  }

  /** The number of the namespace itself, as `lsns` shows it; null where we may not trace its processes. */
  inodeOf(group: ProcessGroup): number | null {
    const known = this.#inodes.get(group);
    if (known !== undefined) return known;
    const tried = [group.leader, ...group.pids.slice(0, mostTried)];
    let inode = group === this.#readers ? this.processes.namespaceOf('self') : null;
    for (let at = 0; inode === null && at < tried.length; at++)
      inode = this.processes.namespaceOf(tried[at]!);
    this.#inodes.set(group, inode);
    return inode;
  }

  /** Where the namespace is mounted, if it is and its number is known. */
  mountOf(group: ProcessGroup): NamespaceMount | null {
    const inode = this.#allMounts.length === 0 ? null : this.inodeOf(group);
    return inode === null ? null : (this.#allMounts.find((mount) => mount.inode === inode) ?? null);
  }

  /** The mounted namespaces in which no process was found. */
  get mountsAlone(): readonly MountedNamespace[] {
    if (this.#allMounts.length === 0) return [];
    const inodes = this.groups.map((group) => this.inodeOf(group));
    const isEmpty = !inodes.includes(null);
    return this.#allMounts
      .filter(({ inode }) => !inodes.includes(inode))
      .map((mount) => ({ ...mount, isEmpty }));
  }

  /** Where the namespace is read: through its leader, whose start time tells it from a later process of that pid. */
  locationOf({ leader }: ProcessGroup): Location {
    const directory = this.processes.directoryOf(leader);
    const started = this.processes.startOf(leader);
    return { net: `${directory}/net`, process: { pid: leader, directory, started } };
  }

  #findReaders(): ProcessGroup | null {
    if (!this.machine.isFaithful) return null;
    const own = new ProcessFacts(this.machine.files, '/proc').inodeOf('self', sample);
    return this.groups.find(({ key }) => key === own) ?? null;
  }

  /** Each namespace once: a mount may be seen in several places. */
  get #allMounts(): readonly NamespaceMount[] {
    this.#mounts ??= [
      ...new Map(namespaceMounts(this.processes.mountinfo()).map((mount) => [mount.inode, mount])).values(),
    ];
    return this.#mounts;
  }

  #group(): readonly ProcessGroup[] {
    const pidsByKey = new Map<number, number[]>();
    for (const pid of this.processes.list()) {
      // A zombie has no network namespace.
      const key = this.processes.inodeOf(pid, sample);
      if (key === null) continue;
      const pids = pidsByKey.get(key);
      if (pids === undefined) pidsByKey.set(key, [pid]);
      else pids.push(pid);
    }
    const groups = [...pidsByKey].map(([key, pids]) => ({ key, leader: this.#oldest(pids), pids }));
    return groups.sort((a, b) => a.leader - b.leader);
  }

  /** Pids start again from low numbers, so that the lowest need not be the oldest. Process 1 is. */
  #oldest(pids: readonly number[]): number {
    if (pids.length === 1 || pids[0] === 1) return pids[0]!;
    let [oldest, earliest] = [pids[0]!, Number.POSITIVE_INFINITY];
    for (const pid of pids) {
      const started = this.processes.startOf(pid) ?? Number.POSITIVE_INFINITY;
      if (started < earliest) [oldest, earliest] = [pid, started];
    }
    return oldest;
  }
}
