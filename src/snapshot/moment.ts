import type { SnapshotInfo } from './info.ts';

/** What determines whether two readings are comparable; null if unknown. */
export type Moment = Pick<SnapshotInfo, 'host' | 'bootId' | 'uid' | 'redaction'> & {
  /** Distinguishes network namespaces within the same boot. */
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

/** A host name may change or be used by another machine; a boot id may not. */
const hosts = (a: Moment, b: Moment): string | null => {
  const isSameBoot = a.bootId !== null && a.bootId === b.bootId;
  return !isSameBoot && differ(a.host, b.host)
    ? `they are from different hosts (${a.host}, ${b.host})`
    : null;
};

/** Namespace inodes are reused after a reboot. */
const namespaces = (a: Moment, b: Moment): string | null =>
  !differ(a.bootId, b.bootId) && differ(a.namespace, b.namespace)
    ? 'they are from different network namespaces'
    : null;

const privileges = (a: Moment, b: Moment): string | null =>
  a.uid !== null && b.uid !== null && (a.uid === 0) !== (b.uid === 0)
    ? 'only one of them was read by root, which can see more'
    : null;

/** Why differences between two readings would be meaningless. */
export const whyNotComparable = (a: Moment, b: Moment): readonly string[] =>
  [redactions, hosts, namespaces, privileges].map((why) => why(a, b)).filter((why) => why !== null);

/** Whether it is another boot or machine, so that all counters have restarted. */
export const isAnotherBoot = (a: Moment, b: Moment): boolean => differ(a.bootId, b.bootId);
