import type { Column } from '../core/column.ts';
import { type FoundNamespace, type NamespaceFacts, shortId } from '../core/namespace.ts';
import { defineReport, type ScanContext } from '../core/report.ts';
import { devRows } from '../tables/dev.ts';
import { sockstatLines } from '../tables/sockstat.ts';

/** A network namespace, found through its processes: `/proc/PID/net`, `cgroup` and `comm`. */
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

/** The number of interfaces in the namespace; null if unreadable. */
const interfacesIn = ({ kernel }: FoundNamespace): number | null => {
  const lines = kernel?.open('dev', policy) ?? null;
  return lines === null ? null : [...devRows(lines)].length;
};

/** `sockets: used` in sockstat counts all families, before Linux 4.19 host-wide. */
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
    ['procnet netns', 'all namespaces and their owners'],
    ["procnet netns --where 'scope = container' --columns netns,pod,sockets", 'sockets in each container'],
    [
      'procnet netns --json | jq -r \'.[] | select(.pod == "web-1").leaderPid\'',
      'the pid of a process in the pod web-1',
    ],
  ],
  notes: [
    'Namespaces are found through processes, without privileges. One without a process is listed if it is mounted (ip netns), but cannot be read through /proc.',
    "Containers are identified by their processes' cgroups. Pod names come from /var/log/pods and /var/log/containers, if those can be listed.",
    'Without root, inode and name are only known for your own processes, so a mounted namespace may be listed a second time by name, with an unknown number of processes.',
    'Threads in a different namespace than their process are not found.',
  ],
  seeAlso: ['network_namespaces 7', 'ip-netns 8', 'lsns 8'],
  identity: ['netns'],
  readsNamespaces: true,
  switches: () => null,
  options: {},
  columns: {
    netns: {
      kind: 'text',
      help: 'The value for --netns: host, a container, pod/NAME, an ip netns name, a unit, or the pid of its oldest process.',
      read: ({ facts }) => facts.netns,
    },
    scope: {
      kind: 'text',
      help: "host: the machine's namespace; container: a container's or pod's; other: a program's.",
      values: ['host', 'container', 'other'],
      read: ({ facts }) => facts.scope,
    },
    label: {
      ...text(
        'label',
        'The pod with its namespace, the container with its runtime, the ip netns name, or the service.',
      ),
      givesWay: { rank: 3 },
    },
    runtime: {
      optional: 'text',
      ...text('runtime', 'The container runtime, if the cgroup identifies it.'),
      values: ['docker', 'containerd', 'cri-o', 'podman', 'nerdctl', 'lxc', 'nspawn', 'ecs'],
    },
    container: {
      optional: 'text',
      ...text(
        'container',
        "The container's id, or its name if the runtime uses names; text output shows 12 digits.",
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
      ...number('processes', "Processes in it; unknown if other users' processes may be in it."),
      heading: 'procs',
    },
    leader: text('leader', 'The name of its oldest process, through which it is read.'),
    leaderPid: { ...number('leaderPid', "That process's id."), heading: 'pid' },
    interfaces: {
      kind: 'integer',
      help: 'Network interfaces in it, including lo.',
      read: interfacesIn,
      heading: 'ifaces',
      givesWay: { rank: 2 },
    },
    sockets: {
      kind: 'integer',
      help: 'Sockets of any family in it; before Linux 4.19, on the whole host.',
      unit: 'sockets',
      read: socketsIn,
    },
    inode: {
      ...number(
        'inode',
        "The namespace's inode, as lsns shows it; unknown without ptrace permission for its processes.",
      ),
      optional: true,
    },
    name: {
      ...text('name', 'The name it is mounted under, as ip netns shows it.'),
      optional: true,
    },
    readable: {
      kind: 'flag',
      optional: true,
      help: 'Whether it can be read, which requires a process in it.',
      read: ({ kernel }) => kernel !== null,
    },
  },
  scan: ({ namespaces }: ScanContext): Iterable<FoundNamespace> => namespaces?.() ?? [],
});
