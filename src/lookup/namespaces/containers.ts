import type { Cgroup } from '../../tables/cgroup.ts';

type Runtime = 'docker' | 'containerd' | 'cri-o' | 'podman' | 'nerdctl' | 'lxc' | 'nspawn' | 'ecs';

/** Where a process belongs, according to its cgroup. */
export type Membership = {
  /** Null outside a container and for an id on its own. */
  readonly runtime: Runtime | null;
  /** Its id of 64 hex digits, or its name if the runtime uses names. */
  readonly container: string | null;
  /** The Kubernetes pod's uid, with dashes. */
  readonly podUid: string | null;
  /** The systemd unit, other than the container's own scope. */
  readonly unit: string | null;
};

/** What precedes an id, either in the same name (`docker-<id>.scope`) or as the parent directory. */
const runtimes: Readonly<Record<string, Runtime>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  // containerd namespaces, which it uses as directories when it does not use systemd scopes.
  default: 'containerd',
  'k8s.io': 'containerd',
  crio: 'cri-o',
  libpod: 'podman',
  'libpod-payload': 'podman',
  nerdctl: 'nerdctl',
};

type Container = Pick<Membership, 'runtime' | 'container'> & {
  /** The path segment it was found in. */
  readonly segment: string;
};

const prefixed = /^(docker|cri-containerd|crio|libpod|libpod-payload|nerdctl)-([\da-f]{64})(?:\.scope)?$/;
const bareId = /^[\da-f]{64}$/;
/** A Fargate task. */
const taskId = /^[\da-f]{32}-\d+$/;
const pod = /^(?:.*-)?pod([\da-f]{8}(?:[-_][\da-f]{4}){3}[-_][\da-f]{12}|[\da-f]{32})(?:\.slice)?$/;
/** Excludes libvirt machines, whose scope names start with the driver. */
const machine = /^machine-(?!qemu\\x2d|lxc\\x2d)(.+)\.scope$/;
const nspawn = /^systemd-nspawn@(.+)\.service$/;

/** systemd escapes `-` in a name as `\x2d` (systemd-escape(1)). */
const unescaped = (name: string): string =>
  name.replace(/\\x([\da-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** A container identified by the id in a cgroup name. */
const withId = (segments: readonly string[], at: number): Container | null => {
  const segment = segments[at]!;
  const [, prefix, id] = prefixed.exec(segment) ?? [];
  if (prefix !== undefined) return { runtime: runtimes[prefix]!, container: id!, segment };
  const isEcs = segments.slice(0, at).includes('ecs');
  if (isEcs && (bareId.test(segment) || taskId.test(segment)))
    return { runtime: 'ecs', container: segment, segment };
  if (!bareId.test(segment)) return null;
  const parent = segments[at - 1] ?? '';
  return { runtime: Object.hasOwn(runtimes, parent) ? runtimes[parent]! : null, container: segment, segment };
};

/** A container identified by name. */
const withName = (segments: readonly string[], at: number): Container | null => {
  const segment = segments[at]!;
  const next = segments[at + 1];
  if (segment.startsWith('lxc.payload.'))
    return { runtime: 'lxc', container: segment.slice('lxc.payload.'.length), segment };
  if (segments[at - 1] === 'lxc' && !segment.startsWith('lxc.'))
    return { runtime: 'lxc', container: segment, segment };
  // The supervisor runs the container and is outside it.
  if (next === 'supervisor') return null;
  const name = machine.exec(segment)?.[1] ?? (next === undefined ? undefined : nspawn.exec(segment)?.[1]);
  return name === undefined ? null : { runtime: 'nspawn', container: unescaped(name), segment };
};

/** Services that run containers or a user's whole session; they say nothing about a container below them. */
const carriers = /^(?:docker|containerd|crio|kubelet|user@\d+)\.service$/;

/** The rightmost service, else the rightmost scope, except the container's own. */
const unitIn = (path: string, container: Container | null): string | null => {
  const isUnit = (name: string): boolean =>
    container === null || !(carriers.test(name) || name.split(':').includes(container.segment));
  const names = path.split('/').filter(isUnit);
  const found = (suffix: string) => names.findLast((name) => name.endsWith(suffix));
  return found('.service') ?? found('.scope') ?? null;
};

/** The path is relative to the reader's cgroup namespace, so it is searched from the end. */
const segmentsOf = (path: string): readonly string[] =>
  // Without systemd, containerd joins the parts of a systemd-style name with colons.
  path.split(/[/:]/).filter((name) => name !== '' && name !== '..');

const containerIn = (path: string): Container | null => {
  const segments = segmentsOf(path);
  for (let at = segments.length - 1; at >= 0; at--) {
    const found = withId(segments, at) ?? withName(segments, at);
    if (found !== null) return found;
  }
  return null;
};

const podIn = (path: string): string | null => {
  const segment = segmentsOf(path).findLast((name) => pod.test(name));
  return segment === undefined ? null : pod.exec(segment)![1]!.replaceAll('_', '-');
};

/** The unified hierarchy and systemd's own come first, because the others may be shared. */
const rankOf = ({ controllers }: Cgroup): number =>
  controllers === '' ? 0 : controllers.split(',').includes('name=systemd') ? 1 : 2;

const firstOf = <T>(paths: readonly string[], find: (path: string) => T | null): T | null => {
  for (const path of paths) {
    const found = find(path);
    if (found !== null) return found;
  }
  return null;
};

/** Combines the results of all of a process's cgroups. */
export const membershipOf = (cgroups: readonly Cgroup[]): Membership => {
  const paths = cgroups.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ path }) => path);
  const container = firstOf(paths, containerIn);
  return {
    runtime: container?.runtime ?? null,
    container: container?.container ?? null,
    podUid: firstOf(paths, podIn),
    unit: firstOf(paths, (path) => unitIn(path, container)),
  };
};
