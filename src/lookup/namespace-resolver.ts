import { ReadError, UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import type { Membership } from './containers.ts';
import { namedNamespaces } from './namespace-names.ts';
import type { NamespaceIndex, ProcessGroup } from './namespaces.ts';
import type { PodNames } from './pods.ts';

/** Something that people name, and a process of it. */
type Candidate = {
  /** `docker:3f2a…`, `pod/shop/web`, `nginx.service`: different for different things. */
  readonly identity: string;
  /** What it answers to. */
  readonly words: readonly string[];
  readonly group: ProcessGroup | null;
};

/** An id may be cut short, but not so short that it means nothing. */
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

/** Everything on the machine that can be named. Of a thing with several processes the first, which is mostly its oldest. */
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

/**
 * The namespace that a word means: `host`, a pid, a container's id (four characters or more) or name, `RUNTIME:ID`, `pod/NAME`,
 * `pod/NAMESPACE/NAME`, a unit, or a name of `ip netns`. Throws `UsageError` if it means several, `ReadError` if none or one
 * that cannot be read.
 */
export const resolveNamespace = (word: string, index: NamespaceIndex, pods: PodNames): ProcessGroup => {
  const pid = /^(?:pid:)?(\d+)$/.exec(word)?.[1];
  const process = pid === undefined ? null : index.groupOf(Number(pid));
  if (process !== null) return process;
  const all = candidatesOf(index, pods);
  const found = all.filter(({ words }) => words.some((known) => answers(word, known)));
  const groups = new Set(found.map(({ group }) => group));
  if (groups.size > 1) {
    const list = found.map(({ identity }) => visible(identity)).join(', ');
    throw new UsageError(`--netns ${visible(word)} is ambiguous: ${list}`, '--netns');
  }
  const [group] = groups;
  if (group === undefined) throw unknown(word, all);
  if (group === null) throw unreadable(word, index);
  return group;
};

const listHint = 'procnet netns lists what there is';

const unknown = (word: string, all: readonly Candidate[]): ReadError => {
  const near = nearest(word, [...new Set(all.flatMap(({ words }) => words))]);
  if (/^\d+$/.test(word))
    return new ReadError(
      `no process ${word}, and no container whose id begins so; ${listHint}`,
      'ENOENT',
      word,
    );
  const hint = near === null ? listHint : `did you mean ${visible(near)}?`;
  return new ReadError(`no network namespace goes by ${visible(word)}; ${hint}`, 'ENOENT', word);
};

const unreadable = (word: string, index: NamespaceIndex): ReadError => {
  const isEmpty = index.mountsAlone.every((mount) => mount.isEmpty);
  const why = isEmpty
    ? 'no process is in it, and /proc shows the namespaces of processes only; run procnet inside: ip netns exec'
    : 'its processes, if it has any, belong to other users; try as root';
  return new ReadError(
    `cannot read the network namespace ${visible(word)}: ${why}`,
    isEmpty ? 'ENOENT' : 'EACCES',
    word,
  );
};
