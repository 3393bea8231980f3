import type { Location } from '../../source/location.ts';
import type { Machine } from '../../source/machine.ts';
import { type NamespaceMount, namespaceMounts } from '../../tables/mountinfo.ts';
import { ProcessFacts } from '../processes/process-facts.ts';

/** The processes that share a network namespace. */
export type ProcessGroup = {
  /** Identifies the namespace within one scan of the machine. */
  readonly key: number;
  /** The oldest process. */
  readonly leader: number;
  readonly pids: readonly number[];
};

/** A mounted namespace in which no process was found. */
type MountedNamespace = NamespaceMount & {
  /** Whether there is certainly none; false if other users' processes are hidden. */
  readonly isEmpty: boolean;
};

/** Any file will do, as long as it is the same one for every process. */
const sample = 'net/dev';

/** Other users' processes are inaccessible, so stop trying after this many. */
const mostTried = 64;

/**
 * All of a machine's network namespaces, found through its processes. Files below `/proc/PID/net` are world-readable and
 * have a different inode in each namespace (fs/proc/generic.c, proc_register), whereas `/proc/PID/ns/net` requires ptrace
 * permission. A thread that has left its process's namespace is not found, because that would mean checking every thread.
 */
export class NamespaceIndex {
  readonly machine: Machine;
  readonly processes: ProcessFacts;
  readonly groups: readonly ProcessGroup[];
  readonly #readers: ProcessGroup | null;
  readonly #byPid = new Map<number, ProcessGroup>();
  readonly #inodes = new Map<ProcessGroup, number | null>();
  #mounts: readonly NamespaceMount[] | undefined;

  /** Scans the machine immediately. */
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

  /** The machine's initial namespace; null if it cannot be determined. */
  get host(): ProcessGroup | null {
    const first = this.groupOf(1);
    // tcp_mem exists only in the initial network namespace (net/ipv4/sysctl_net_ipv4.c).
    const isReadersFirst = this.machine.sysctl('net/ipv4/tcp_mem') !== null;
    if (isReadersFirst || !this.machine.live) return isReadersFirst ? (this.#readers ?? first) : null;
    if (first === null || first === this.#readers) return null;
    return this.processes.membershipOf(1).container === null ? first : null;
  }

  /** The namespace's inode, as `lsns` shows it; null without ptrace permission for its processes. */
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

  /** The namespace's mount; null if it is not mounted or its inode is unknown. */
  mountOf(group: ProcessGroup): NamespaceMount | null {
    const inode = this.#allMounts.length === 0 ? null : this.inodeOf(group);
    return inode === null ? null : (this.#allMounts.find((mount) => mount.inode === inode) ?? null);
  }

  /** Mounted namespaces without a known process. */
  get mountsAlone(): readonly MountedNamespace[] {
    if (this.#allMounts.length === 0) return [];
    const inodes = this.groups.map((group) => this.inodeOf(group));
    // A snapshot may hold processes without saying which namespace they are in.
    const isWhole = this.machine.live || this.processes.list().every((pid) => this.#byPid.has(pid));
    const isEmpty = isWhole && !inodes.includes(null);
    return this.#allMounts
      .filter(({ inode }) => !inodes.includes(inode))
      .map((mount) => ({ ...mount, isEmpty }));
  }

  /** Where to read the namespace: through its leader, whose start time distinguishes it from a later process with its pid. */
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

  /** Each namespace once, although its mount may appear in several places. */
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

  /** Pids wrap around, so the lowest need not be the oldest, except for process 1. */
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
