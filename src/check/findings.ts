import { shortId } from '../core/namespace.ts';
import type { PlainRow } from '../query/copy.ts';

/** `unknown`: the evidence could not be read. `skip`: not applicable; the message gives the reason. */
export const statuses = ['pass', 'warn', 'critical', 'unknown', 'skip'] as const;
export type Status = (typeof statuses)[number];

/** Whether the evidence is for one network namespace or host-wide. */
export type Scope = 'netns' | 'host';

/** The result of a rule or condition. */
export type Finding = {
  /** The network namespace, as accepted by the option `netns`; only if all were checked. */
  readonly netns?: string;
  /** The container that owns the namespace, if any; only if all were checked. */
  readonly container?: string | null;
  /** The rule's or condition's name, or an unnamed condition itself. */
  readonly rule: string;
  /** The severity, if something is wrong. */
  readonly status: Status;
  /** The measured value; null if none or unknown. */
  readonly value: number | bigint | null;
  /** The unit of the value; null for a count of what the message names. */
  readonly unit: string | null;
  /** The warning threshold; null if there is none. */
  readonly warn: number | null;
  /** The critical threshold; null if there is none. */
  readonly critical: number | null;
  /** The scope of the evidence. */
  readonly scope: Scope;
  /** What was found, or why nothing could be, in one sentence. */
  readonly message: string;
  /** What to do about it; null if nothing is wrong. */
  readonly advice: string | null;
  /** Up to 100 rows that show it, worst first. */
  readonly evidence: readonly PlainRow[];
  /** The kernel files that were read. */
  readonly sources: readonly string[];
};

export const mostEvidence = 100;

/** From worst to best. */
const order: readonly Status[] = ['critical', 'warn', 'unknown', 'skip', 'pass'];

export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status));

/** The name of a finding, including its network namespace if all were checked. */
export const titleOf = ({ rule, netns, container }: Finding): string =>
  netns === undefined ? rule : `${rule} in ${siteOf(netns, container ? shortId(container) : netns)}`;

/** Unique, although a container may have several namespaces. */
const siteOf = (netns: string, owner: string): string => (netns === owner ? netns : `${owner} (${netns})`);

export const countOf = (findings: readonly Finding[], status: Status): number =>
  findings.filter((finding) => finding.status === status).length;
