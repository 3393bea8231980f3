import { ReadError, UsageError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import type { Membership } from './containers.ts';
import { namedNamespaces } from './namespace-names.ts';
import type { NamespaceIndex, ProcessGroup } from './namespaces.ts';
import type { PodNames } from './pods.ts';

/** Something with a name, and one of its processes. */
type Candidate = {
  /** A unique name: `docker:3f2a…`, `pod/shop/web`, `nginx.service`. */
  readonly identity: string;
  /** The names it can be referred to by. */
  readonly words: readonly string[];
  readonly group: ProcessGroup | null;
};

/** The shortest id prefix accepted. */
const leastOfId = 4;

const isId = (container: string): boolean => /^[\da-f]{64}$/.test(container);

const ofMembership = (membership: Membership, pods: PodNames, group: ProcessGroup): readonly Candidate[] => {
  const { runtime, container, podUid, unit } = membership;
  const pod = pods.find(podUid, container);
  const found: Candidate[] = [];
  if (container !== null) {
    const identity = `${runtime ?? 'container'}:${container}`;
    found.push({ identity, words: [container, identity], group });
  }
  if (pod !== null) {
    const identity = `pod/${pod.namespace}/${pod.name}`;
    found.push({ identity, words: [identity, `pod/${pod.name}`], group });
  }
  if (unit !== null)
    found.push({ identity: unit, words: [unit, unit.replace(/\.(?:service|scope)$/, '')], group });
  return found;
};

/** Everything on the machine that has a name, with its first process, usually the oldest. */
const candidatesOf = (index: NamespaceIndex, pods: PodNames): readonly Candidate[] => {
  const byIdentity = new Map<string, Candidate>();
  for (const group of index.groups)
    for (const pid of [group.leader, ...group.pids])
      for (const candidate of ofMembership(index.processes.membershipOf(pid), pods, group))
        if (!byIdentity.has(candidate.identity)) byIdentity.set(candidate.identity, candidate);
  for (const { netns, name, group, scope } of namedNamespaces(index, pods)) {
    if (scope === 'host') byIdentity.set('host', { identity: 'host', words: ['host'], group });
    if (name !== null)
      byIdentity.set(`netns:${name}`, {
        identity: `netns:${name}`,
        words: [name, netns, `netns:${name}`],
        group,
      });
  }
  return [...byIdentity.values()];
};

const answers = (word: string, known: string): boolean => {
  if (word === known) return true;
  const at = known.indexOf(':') + 1;
  const id = known.slice(at);
  return isId(id) && word.length - at >= leastOfId && known.startsWith(word);
};

const named = (word: string, all: readonly Candidate[]): readonly Candidate[] =>
  all.filter(({ words }) => words.some((known) => answers(word, known)));

const processNamed = (word: string, index: NamespaceIndex): readonly Candidate[] => {
  const pid = /^(?:pid:)?(\d+)$/.exec(word)?.[1];
  const group = pid === undefined ? null : index.groupOf(Number(pid));
  return group === null ? [] : [{ identity: `pid:${pid}`, words: [word], group }];
};

/** Throws `UsageError` if they are in several namespaces. */
const requireOne = (word: string, found: readonly Candidate[]): void => {
  if (new Set(found.map(({ group }) => group)).size < 2) return;
  const list = found.map(({ identity }) => visible(identity)).join(', ');
  throw new UsageError(`--netns ${visible(word)} is ambiguous: ${list}`, '--netns');
};

/** Throws `UsageError` if a pid is also something else in another namespace. */
export const requireOnlyPid = (word: string, index: NamespaceIndex, pods: PodNames): void =>
  requireOne(word, [...processNamed(word, index), ...named(word, candidatesOf(index, pods))]);

/**
 * Resolves `host`, a pid, a container's id (at least four characters) or name, `RUNTIME:ID`, `pod/NAME`,
 * `pod/NAMESPACE/NAME`, a unit, or an `ip netns` name. Throws `UsageError` if it is ambiguous, `ReadError` if it is unknown
 * or unreadable.
 */
export const resolveNamespace = (word: string, index: NamespaceIndex, pods: PodNames): ProcessGroup => {
  const all = candidatesOf(index, pods);
  const found = [...processNamed(word, index), ...named(word, all)];
  requireOne(word, found);
  const [first] = found;
  if (first === undefined) throw unknown(word, all);
  if (first.group === null) throw unreadable(word, index);
  return first.group;
};

const listHint = 'procnet netns lists all namespaces';

const unknown = (word: string, all: readonly Candidate[]): ReadError => {
  const near = nearest(word, [...new Set(all.flatMap(({ words }) => words))]);
  if (/^\d+$/.test(word))
    return new ReadError(
      `no process ${word} and no container id starting with it; ${listHint}`,
      'ENOENT',
      word,
    );
  const hint = near === null ? listHint : `did you mean ${visible(near)}?`;
  return new ReadError(`no such network namespace: ${visible(word)}; ${hint}`, 'ENOENT', word);
};

const unreadable = (word: string, index: NamespaceIndex): ReadError => {
  const isEmpty = index.mountsAlone.every((mount) => mount.isEmpty);
  const why = isEmpty
    ? 'it has no process, and /proc only shows namespaces of processes (use ip netns exec to run procnet inside)'
    : 'any processes in it belong to other users; try as root';
  return new ReadError(
    `cannot read the network namespace ${visible(word)}: ${why}`,
    isEmpty ? 'ENOENT' : 'EACCES',
    word,
  );
};
