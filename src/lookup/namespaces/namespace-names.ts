import { shortId } from '../../core/namespace.ts';
import type { Membership } from './containers.ts';
import type { NamespaceIndex, ProcessGroup } from './namespaces.ts';
import type { Pod, PodNames } from './pods.ts';

type NamespaceScope = 'host' | 'container' | 'other';

/** A network namespace's names, and where it belongs. */
export type NamedNamespace = Omit<Membership, 'podUid'> & {
  /** Null for a mounted namespace without a process to read it through. */
  readonly group: ProcessGroup | null;
  /** The value `--netns` accepts for it, unique on the machine. */
  readonly netns: string;
  readonly scope: NamespaceScope;
  readonly label: string | null;
  readonly pod: Pod | null;
  /** The name it is mounted under, as `ip netns` shows it. */
  readonly name: string | null;
  /** The namespace's inode, as `lsns` shows it; null if not permitted. */
  readonly inode: number | null;
  /** 0 only if certain. */
  readonly processes: number | null;
};

type Unnamed = Omit<NamedNamespace, 'netns'> & {
  /** Possible names, best first. */
  readonly candidates: readonly string[];
};

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Processes to check before deciding that a namespace is not a container's. Usually, the first one already is in it. */
const mostAsked = 16;

const outside: Membership = { runtime: null, container: null, podUid: null, unit: null };

const membershipIn = (index: NamespaceIndex, { leader, pids }: ProcessGroup): Membership => {
  const first = index.processes.membershipOf(leader);
  if (first.container !== null) return first;
  for (const pid of pids.slice(0, mostAsked)) {
    const membership = index.processes.membershipOf(pid);
    if (membership.container !== null) return membership;
  }
  return first;
};

/** What a container is called: `docker:3f2a…`, `shop/web`. */
const containerLabel = ({ runtime, container, podUid }: Membership, pod: Pod | null): string | null => {
  if (pod !== null) return `${pod.namespace}/${pod.name}`;
  if (container !== null) return `${runtime === null ? '' : `${runtime}:`}${shortId(container)}`;
  return podUid === null ? null : `pod:${podUid}`;
};

const ofHost = (index: NamespaceIndex, group: ProcessGroup): Unnamed => ({
  runtime: null,
  container: null,
  unit: null,
  group,
  candidates: ['host'],
  scope: 'host',
  label: 'host',
  pod: null,
  name: null,
  inode: index.inodeOf(group),
  processes: group.pids.length,
});

const ofGroup = (index: NamespaceIndex, pods: PodNames, group: ProcessGroup): Unnamed => {
  const { podUid, ...membership } = membershipIn(index, group);
  const { runtime, container, unit } = membership;
  const pod = pods.find(podUid, container);
  const mount = index.mountOf(group);
  const name = mount === null ? null : baseName(mount.path);
  const service = unit?.endsWith('.service') ? unit : null;
  const isContainer = container !== null || podUid !== null;
  return {
    ...membership,
    group,
    candidates: [
      ...(pod === null ? [] : [`pod/${pod.name}`, `pod/${pod.namespace}/${pod.name}`]),
      ...(container === null ? [] : [shortId(container), `${runtime ?? 'container'}:${container}`]),
      ...(name === null ? [] : [name]),
      ...(service === null ? [] : [service]),
      String(group.leader),
    ],
    scope: isContainer ? 'container' : 'other',
    label: containerLabel({ ...outside, runtime, container, podUid }, pod) ?? name ?? service,
    pod,
    name,
    inode: index.inodeOf(group),
    processes: group.pids.length,
  };
};

const ofMount = ({ path, inode, isEmpty }: NamespaceIndex['mountsAlone'][number]): Unnamed => {
  const name = baseName(path);
  return {
    runtime: null,
    container: null,
    unit: null,
    group: null,
    candidates: [name, path],
    scope: 'other',
    label: name,
    pod: null,
    name,
    inode,
    processes: isEmpty ? 0 : null,
  };
};

/** The host's first, then by leading process, then those that cannot be read. */
export const namedNamespaces = (index: NamespaceIndex, pods: PodNames): readonly NamedNamespace[] => {
  const { host } = index;
  const others = index.groups.filter((group) => group !== host);
  const all = [
    ...(host === null ? [] : [ofHost(index, host)]),
    ...others.map((group) => ofGroup(index, pods, group)),
    ...index.mountsAlone.map(ofMount),
  ];
  const uses = new Map<string, number>();
  for (const { candidates } of all)
    for (const candidate of new Set(candidates)) uses.set(candidate, (uses.get(candidate) ?? 0) + 1);
  return all.map(({ candidates, ...named }) => ({
    ...named,
    netns: candidates.find((candidate) => uses.get(candidate) === 1) ?? candidates.at(-1)!,
  }));
};
