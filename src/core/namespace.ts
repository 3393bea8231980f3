import type { Kernel } from './report.ts';

/** A network namespace of a machine, and what people call it. */
export type NamespaceFacts = {
  /** What `--netns` takes, different for each namespace of the machine. */
  readonly netns: string;
  readonly scope: 'host' | 'container' | 'other';
  readonly label: string | null;
  readonly runtime: string | null;
  /** A container's id of 64 hexadecimal digits, or its name where the runtime uses names. */
  readonly container: string | null;
  readonly pod: string | null;
  readonly podNamespace: string | null;
  readonly unit: string | null;
  /** Null where it is not certain that there is none. */
  readonly processes: number | null;
  /** The name of its oldest process. */
  readonly leader: string | null;
  readonly leaderPid: number | null;
  /** The number of the namespace itself, as `lsns` shows it; null where we may not see it. */
  readonly inode: number | null;
  /** The name of its mount, as `ip netns` shows it. */
  readonly name: string | null;
};

/** An id as docker and podman cut it for people; a name as it is. */
export const shortId = (container: string): string =>
  /^[\da-f]{64}$/.test(container) ? container.slice(0, 12) : container;

export type FoundNamespace = {
  readonly facts: NamespaceFacts;
  /** Null for one without a process, through which alone it could be read, and for one that is gone by now. */
  readonly kernel: Kernel | null;
};
