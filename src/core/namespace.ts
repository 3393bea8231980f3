import type { Kernel } from './report.ts';

/** One of a machine's network namespaces, and the names it is known by. */
export type NamespaceFacts = {
  /** The value `--netns` accepts for it, unique on the machine. */
  readonly netns: string;
  readonly scope: 'host' | 'container' | 'other';
  readonly label: string | null;
  readonly runtime: string | null;
  /** A container id of 64 hex digits, or its name if the runtime uses names. */
  readonly container: string | null;
  readonly pod: string | null;
  readonly podNamespace: string | null;
  readonly unit: string | null;
  /** Null if none was found but some may be hidden. */
  readonly processes: number | null;
  /** Its oldest process's name. */
  readonly leader: string | null;
  readonly leaderPid: number | null;
  /** The namespace's inode, as `lsns` shows it; null if not permitted. */
  readonly inode: number | null;
  /** The name it is mounted under, as `ip netns` shows it. */
  readonly name: string | null;
};

/** An id, shortened as docker and podman do; a name, unchanged. */
export const shortId = (container: string): string =>
  /^[\da-f]{64}$/.test(container) ? container.slice(0, 12) : container;

export type FoundNamespace = {
  readonly facts: NamespaceFacts;
  /** Null if it has no process to read it through, or no longer exists. */
  readonly kernel: Kernel | null;
};
