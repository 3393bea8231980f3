import { shortId } from '../core/namespace.ts';
import type { PlainRow } from '../query/copy.ts';

/** `unknown`: the evidence could not be seen. `skip`: not applicable here; the message gives the reason. */
export const statuses = ['pass', 'warn', 'critical', 'unknown', 'skip'] as const;
export type Status = (typeof statuses)[number];

/** Whether the evidence belongs to one network namespace or to the whole host. */
export type Scope = 'netns' | 'host';

/** What a rule or a condition found. */
export type Finding = {
  /** The network namespace, as the option `netns` takes it; only where all were checked. */
  readonly netns?: string;
  /** The container whose namespace it is, if any; only where all were checked. */
  readonly container?: string | null;
  /** The name of the rule; of a condition its name, or the condition itself. */
  readonly rule: string;
  /** Whether something is wrong, and how badly. */
  readonly status: Status;
  /** What was measured; null where nothing was, or it is unknown. */
  readonly value: number | bigint | null;
  /** What the value is measured in; null where it counts things that the message names. */
  readonly unit: string | null;
  /** The value from which there is a warning; null where a warning has no threshold. */
  readonly warn: number | null;
  /** The value from which it is critical; null where that has no threshold. */
  readonly critical: number | null;
  /** Where the evidence comes from. */
  readonly scope: Scope;
  /** What was found, or the reason why nothing could be, in one sentence. */
  readonly message: string;
  /** What to do about it; null where nothing is wrong. */
  readonly advice: string | null;
  /** The rows that show it, worst first; at most 100. */
  readonly evidence: readonly PlainRow[];
  /** The kernel files that were read. */
  readonly sources: readonly string[];
};

export const mostEvidence = 100;

/** From the worst to the best. */
const order: readonly Status[] = ['critical', 'warn', 'unknown', 'skip', 'pass'];

export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status));

/** The name of a finding; where all network namespaces were checked, with the one it is about. */
export const titleOf = ({ rule, netns, container }: Finding): string =>
  netns === undefined ? rule : `${rule} in ${container ? shortId(container) : netns}`;

export const countOf = (findings: readonly Finding[], status: Status): number =>
  findings.filter((finding) => finding.status === status).length;
