import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';
import type { Location } from '../source/location.ts';
import type { Machine } from '../source/machine.ts';
import { readProcessStat } from '../source/process-stat.ts';
import { cgroupsOf } from '../tables/cgroup.ts';
import { type NamespaceMount, namespaceMounts } from '../tables/mountinfo.ts';
import { type Membership, membershipOf } from './containers.ts';

/** The processes that share a network namespace, the oldest first. */
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

const inodeOf = (files: FileSystem, path: string): number | null => {
  try {
    return Number(files.stat(path).inode);
  } catch {
    return null;
  }
};

/** Processes of others stay closed to us, so that it is soon clear whether there is one of ours. */
const mostTried = 64;

const namespaceOf = (files: FileSystem, process: string): number | null => {
  try {
    const inode = /^net:\[(\d+)\]$/.exec(files.readlink(`${process}/ns/net`))?.[1];
    return inode === undefined ? null : Number(inode);
  } catch {
    return null;
  }
};

const bytesOf = (files: FileSystem, path: string): Uint8Array | null => {
  try {
    return readSmallFile(files, path);
  } catch {
    return null;
  }
};

/**
 * All network namespaces of a machine, seen through its processes. Files below `/proc/PID/net` may be read by anybody and have
 * another inode in each namespace (fs/proc/generic.c, proc_register); `/proc/PID/ns/net` takes the right to trace the process.
 * A thread that has left its process's namespace is not seen: that would take a look at every thread.
 */
export class NamespaceIndex {
  readonly groups: readonly ProcessGroup[];
  readonly machine: Machine;
  readonly #root: string;
  readonly #byPid = new Map<number, ProcessGroup>();
  readonly #inodes = new Map<ProcessGroup, number | null>();
  #mounts: readonly NamespaceMount[] | undefined;

  /** Looks at once. */
  constructor(machine: Machine) {
    this.machine = machine;
    this.#root = machine.procRoot ?? machine.tree.path;
    this.groups = this.#group();
    for (const group of this.groups) for (const pid of group.pids) this.#byPid.set(pid, group);
  }

  groupOf(pid: number): ProcessGroup | null {
    return this.#byPid.get(pid) ?? null;
  }

  /** The namespace of the whole machine; null where it cannot be told. */
  get host(): ProcessGroup | null {
    const first = this.groupOf(1);
    // tcp_mem exists in the first network namespace and in no other (net/ipv4/sysctl_net_ipv4.c).
    if (this.machine.sysctl('net/ipv4/tcp_mem') !== null) return this.#readers ?? first;
    if (first === null || first === this.#readers || this.membershipOf(1).container !== null) return null;
    return first;
  }

  /** What a process's cgroup says. */
  membershipOf(pid: number): Membership {
    return membershipOf(
      cgroupsOf(bytesOf(this.machine.files, `${this.#root}/${pid}/cgroup`) ?? new Uint8Array()),
    );
  }

  commandOf(pid: number): string | null {
    const bytes = bytesOf(this.machine.files, `${this.#root}/${pid}/comm`);
    if (bytes === null) return null;
    return decodeName(bytes, 0, bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length);
  }

  /** The inode of the namespace itself; null where we may not trace its processes. */
  inodeOf(group: ProcessGroup): number | null {
    const known = this.#inodes.get(group);
    if (known !== undefined) return known;
    const directories = [
      ...(group === this.#readers ? ['/proc/self'] : []),
      ...[group.leader, ...group.pids.slice(0, mostTried)].map((pid) => `${this.#root}/${pid}`),
    ];
    let inode: number | null = null;
    for (const directory of directories) {
      inode = namespaceOf(this.machine.files, directory);
      if (inode !== null) break;
    }
    this.#inodes.set(group, inode);
    return inode;
  }

  /** Where the namespace is mounted, if it is and its inode is known. */
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
    const directory = `${this.#root}/${leader}`;
    return { net: `${directory}/net`, process: { pid: leader, directory, started: this.#startOf(leader) } };
  }

  get #readers(): ProcessGroup | null {
    if (!this.machine.isFaithful) return null;
    const own = inodeOf(this.machine.files, `/proc/self/${sample}`);
    return this.groups.find(({ key }) => key === own) ?? null;
  }

  /** Each namespace once: a mount may be seen in several places. */
  get #allMounts(): readonly NamespaceMount[] {
    if (this.#mounts === undefined) {
      const { files } = this.machine;
      const bytes =
        bytesOf(files, `${this.#root}/1/mountinfo`) ?? bytesOf(files, `${this.#root}/self/mountinfo`);
      const byInode = new Map(
        namespaceMounts(bytes ?? new Uint8Array()).map((mount) => [mount.inode, mount]),
      );
      this.#mounts = [...byInode.values()];
    }
    return this.#mounts;
  }

  #group(): readonly ProcessGroup[] {
    const pidsByKey = new Map<number, number[]>();
    for (const pid of this.#pids()) {
      // A zombie has no network namespace.
      const key = inodeOf(this.machine.files, `${this.#root}/${pid}/${sample}`);
      if (key === null) continue;
      const pids = pidsByKey.get(key);
      if (pids === undefined) pidsByKey.set(key, [pid]);
      else pids.push(pid);
    }
    const groups = [...pidsByKey].map(([key, pids]) => ({ key, leader: this.#oldest(pids), pids }));
    return groups.sort((a, b) => a.leader - b.leader);
  }

  #pids(): readonly number[] {
    const names = this.machine.files.readdir(this.#root).filter((name) => /^[1-9]\d*$/.test(name));
    return names.map(Number).sort((a, b) => a - b);
  }

  /** Pids start again from low numbers, so that the lowest need not be the oldest. Process 1 is. */
  #oldest(pids: readonly number[]): number {
    if (pids.length === 1 || pids[0] === 1) return pids[0]!;
    let [oldest, earliest] = [pids[0]!, Number.POSITIVE_INFINITY];
    for (const pid of pids) {
      const started = this.#startOf(pid) ?? Number.POSITIVE_INFINITY;
      if (started < earliest) [oldest, earliest] = [pid, started];
    }
    return oldest;
  }

  #startOf(pid: number): number | null {
    try {
      return readProcessStat(this.machine.files, `${this.#root}/${pid}`).started;
    } catch {
      return null;
    }
  }
}
