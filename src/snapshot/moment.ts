import type { SnapshotInfo } from './info.ts';

/** What decides whether two readings can be compared; null is unknown. */
export type Moment = Pick<SnapshotInfo, 'host' | 'bootId' | 'uid' | 'redaction'> & {
  /** Tells a network namespace from others of the same boot. */
  readonly namespace: string | null;
};

export const momentOf = ({ host, bootId, uid, redaction, namespaces }: SnapshotInfo): Moment => ({
  host,
  bootId,
  uid,
  redaction,
  namespace: namespaces[0]?.inode ?? null,
});

const differ = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null && a !== b;

const redactions = (a: Moment, b: Moment): string | null => {
  if (a.redaction === b.redaction) return null;
  return a.redaction === null || b.redaction === null
    ? 'only one of them is redacted'
    : 'they are redacted with different keys (use one --map for both)';
};

/** A name may change, and be another machine's after all; the number of a boot is not. */
const hosts = (a: Moment, b: Moment): string | null => {
  const isSameBoot = a.bootId !== null && a.bootId === b.bootId;
  return !isSameBoot && differ(a.host, b.host) ? `they are of different hosts (${a.host}, ${b.host})` : null;
};

/** Numbers of namespaces are given again after another start. */
const namespaces = (a: Moment, b: Moment): string | null =>
  !differ(a.bootId, b.bootId) && differ(a.namespace, b.namespace)
    ? 'they are of different network namespaces'
    : null;

const privileges = (a: Moment, b: Moment): string | null =>
  a.uid !== null && b.uid !== null && (a.uid === 0) !== (b.uid === 0)
    ? 'only one of them was read by root, who sees more'
    : null;

/** Why what differs between two readings would mean nothing. */
export const whyNotComparable = (a: Moment, b: Moment): readonly string[] =>
  [redactions, hosts, namespaces, privileges].map((why) => why(a, b)).filter((why) => why !== null);

/** Whether the machine was started in between, or it is another: then all counters began anew. */
export const isAnotherBoot = (a: Moment, b: Moment): boolean => differ(a.bootId, b.bootId);
