import type { Column } from '../core/column.ts';
import { type FoundNamespace, type NamespaceFacts, shortId } from '../core/namespace.ts';
import { defineReport, type ScanContext } from '../core/report.ts';
import { devRows } from '../tables/dev.ts';
import { sockstatLines } from '../tables/sockstat.ts';

/** A network namespace, seen through its processes: `/proc/PID/net`, `cgroup` and `comm`. */
export type NetworkNamespace = {
  netns: string;
  scope: 'host' | 'container' | 'other';
  label: string | null;
  runtime: string | null;
  container: string | null;
  pod: string | null;
  podNamespace: string | null;
  unit: string | null;
  processes: number | null;
  leader: string | null;
  leaderPid: number | null;
  interfaces: number | null;
  sockets: number | null;
  inode: number | null;
  name: string | null;
  readable: boolean;
};

const policy = { mayBeAbsent: true, auxiliary: true } as const;

/** Interfaces of the namespace; null where it cannot be read. */
const interfacesIn = ({ kernel }: FoundNamespace): number | null => {
  const lines = kernel?.open('dev', policy) ?? null;
  return lines === null ? null : [...devRows(lines)].length;
};

/** `sockets: used` of sockstat counts all families. Linux before 4.19 counts those of the whole host there. */
const socketsIn = ({ kernel }: FoundNamespace): number | null => {
  for (const { protocol, values } of sockstatLines(kernel?.open('sockstat', policy) ?? null))
    if (protocol === 'sockets') return values.get('used') ?? null;
  return null;
};

const text = (name: keyof NamespaceFacts, help: string): Column<string | null, FoundNamespace> => ({
  kind: 'text',
  help,
  read: ({ facts }) => facts[name] as string | null,
});

const number = (name: keyof NamespaceFacts, help: string): Column<number | null, FoundNamespace> => ({
  kind: 'integer',
  help,
  read: ({ facts }) => facts[name] as number | null,
});

export const netns = defineReport<NetworkNamespace, FoundNamespace>()({
  name: 'netns',
  summary: 'Show network namespaces and the containers they belong to',
  files: [
    'dev',
    'sockstat',
    '/proc/PID/net/dev',
    '/proc/PID/net/sockstat',
    '/proc/PID/cgroup',
    '/proc/PID/mountinfo',
    '/proc/sys/net/ipv4/tcp_mem',
  ],
  row: 'a network namespace',
  examples: [
    ['procnet netns', 'which namespaces there are, and whose they are'],
    ["procnet netns --where 'scope = container' --columns netns,pod,sockets", 'sockets of each container'],
    [
      'procnet netns --json | jq -r \'.[] | select(.pod == "web-1").leaderPid\'',
      'a process in the pod web-1',
    ],
  ],
  notes: [
    'Namespaces are found through processes, without privileges. One without a process is listed if it is mounted, as ip netns does it, but cannot be read through /proc.',
    'Containers are identified by the cgroups of their processes. Names of pods come from /var/log/pods and /var/log/containers, where those can be listed.',
    "As another user than root, inode and name are known for one's own processes only, so that a mounted namespace may be listed a second time by its name, with the number of its processes unknown.",
    'A thread that has moved to another namespace than its process is not seen.',
  ],
  seeAlso: ['network_namespaces 7', 'ip-netns 8', 'lsns 8'],
  identity: ['netns'],
  readsNamespaces: true,
  switches: () => null,
  options: {},
  columns: {
    netns: {
      kind: 'text',
      help: 'What --netns takes: host, a container, pod/NAME, a name of ip netns, a unit, or the pid of its oldest process.',
      read: ({ facts }) => facts.netns,
    },
    scope: {
      kind: 'text',
      help: 'host: the namespace of the machine; container: of a container or pod; other: of a program.',
      values: ['host', 'container', 'other'],
      read: ({ facts }) => facts.scope,
    },
    label: {
      ...text(
        'label',
        'The pod with its namespace, the container with its runtime, the name of ip netns, or the service.',
      ),
      givesWay: { rank: 3 },
    },
    runtime: {
      optional: 'text',
      ...text('runtime', 'What runs the container, where its cgroup tells.'),
      values: ['docker', 'containerd', 'cri-o', 'podman', 'nerdctl', 'lxc', 'nspawn', 'ecs'],
    },
    container: {
      optional: 'text',
      ...text(
        'container',
        "The container's id, or its name where the runtime uses names; text shows 12 digits.",
      ),
      text: shortId,
    },
    pod: { ...text('pod', 'The Kubernetes pod.'), optional: 'text' },
    podNamespace: { ...text('podNamespace', "The pod's Kubernetes namespace."), optional: 'text' },
    unit: {
      ...text('unit', "The systemd unit of its oldest process, other than the container's own scope."),
      givesWay: { rank: 1, ifEmpty: true },
    },
    processes: {
      ...number('processes', 'Processes in it; unknown where those of other users may be.'),
      heading: 'procs',
    },
    leader: text('leader', 'The name of its oldest process, through which it is read.'),
    leaderPid: { ...number('leaderPid', 'The process id of that.'), heading: 'pid' },
    interfaces: {
      kind: 'integer',
      help: 'Network interfaces in it, lo included.',
      read: interfacesIn,
      heading: 'ifaces',
      givesWay: { rank: 2 },
    },
    sockets: {
      kind: 'integer',
      help: 'Sockets of any family in it; on Linux before 4.19, of the whole host.',
      unit: 'sockets',
      read: socketsIn,
    },
    inode: {
      ...number(
        'inode',
        'The number of the namespace, as lsns shows it; unknown for processes you may not trace.',
      ),
      optional: true,
    },
    name: {
      ...text('name', 'The name under which it is mounted, as ip netns shows it.'),
      optional: true,
    },
    readable: {
      kind: 'flag',
      optional: true,
      help: 'Whether it can be read: not without a process in it.',
      read: ({ kernel }) => kernel !== null,
    },
  },
  scan: ({ namespaces }: ScanContext): Iterable<FoundNamespace> => namespaces?.() ?? [],
});
