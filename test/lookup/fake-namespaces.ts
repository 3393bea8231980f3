import { NamespaceIndex } from '../../src/lookup/namespaces/namespaces.ts';
import { PodNames } from '../../src/lookup/namespaces/pods.ts';
import type { FileStat } from '../../src/source/filesystem.ts';
import { Machine } from '../../src/source/machine.ts';
import { findTree } from '../../src/source/tree.ts';
import { type Entry, FakeFiles } from './fake-files.ts';
import { processOf } from './fake-processes.ts';

export const dockerId = 'ee4b20e90ac7f42a10bd004d05646b13d8ab5e2c5e7cbc01abf8006bac016459';
export const podmanId = 'ee4b31dcae31e6746f47daa0ac74564f2843a1bd847c5e6c4eb501ca132ac36f';
export const podUid = '0125ec2f-b64a-4868-8f5b-94b56cbab864';

export type FakeProcess = {
  readonly pid: number;
  /** Its network namespace, as `lsns` would show it; null for a zombie. */
  readonly netns: number | null;
  readonly cgroup?: string;
  readonly comm?: string;
  readonly started?: number;
  /** Owned by another user: its `ns/net` cannot be read. */
  readonly hidden?: true;
};

/** A namespace's files have their own inodes, different from the namespace's. */
class Processes extends FakeFiles {
  readonly #netnsOf: ReadonlyMap<string, number>;

  constructor(tree: Readonly<Record<string, Entry>>, netnsOf: ReadonlyMap<string, number>) {
    super(tree);
    this.#netnsOf = netnsOf;
  }

  override stat(path: string): FileStat {
    const netns = this.#netnsOf.get(path);
    return netns === undefined ? super.stat(path) : { ...super.stat(path), inode: BigInt(netns + 40) };
  }
}

const entriesOf = ({ pid, netns, cgroup = '/', comm = 'x', started = pid, hidden }: FakeProcess) => ({
  ...processOf(pid, comm, {}, () => started),
  [`/proc/${pid}/cgroup`]: `0::${cgroup}\n`,
  ...(netns === null ? {} : { [`/proc/${pid}/net/dev`]: '' }),
  [`/proc/${pid}/ns/net`]: hidden ? { errno: 'EACCES' } : { link: `net:[${netns}]` },
});

/** A machine with these processes, whose reader is in the namespace `own`. */
export const fakeMachine = (
  processes: readonly FakeProcess[],
  more: Readonly<Record<string, Entry>> = {},
  own = 1000,
): Machine => {
  const tree = Object.assign(
    { '/proc/self/net/dev': '', '/proc/net/dev': '' },
    ...processes.map(entriesOf),
    more,
  );
  const netnsOf = new Map<string, number>(
    processes.flatMap(({ pid, netns }) => (netns === null ? [] : [[`/proc/${pid}/net/dev`, netns] as const])),
  );
  netnsOf.set('/proc/self/net/dev', own);
  return new Machine(findTree({}, new Processes(tree, netnsOf)));
};

/** Namespace mounts, as in mountinfo. */
export const mountinfo = (mounts: Readonly<Record<string, number>>): string =>
  [
    '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n',
    ...Object.entries(mounts).map(
      ([path, netns], at) => `${40 + at} 27 0:4 net:[${netns}] ${path} rw shared:2 - nsfs nsfs rw\n`,
    ),
    '60 27 0:4 mnt:[4026532999] /run/snapd/ns/a.mnt rw - nsfs nsfs rw\n',
  ].join('');

export const firstNamespace: Readonly<Record<string, Entry>> = { '/proc/sys/net/ipv4/tcp_mem': '1\t2\t3\n' };

export const logs: Readonly<Record<string, Entry>> = { [`/var/log/pods/shop_web-1_${podUid}/x`]: '' };

export const indexOf = (machine: Machine): readonly [NamespaceIndex, PodNames] => [
  new NamespaceIndex(machine),
  new PodNames(machine.files, '/var/log'),
];
