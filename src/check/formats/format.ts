import type { FailOn } from '../../options/pages/check-draft.ts';
import type { Finding, Status } from '../findings.ts';

export type Layout = {
  readonly failOn: FailOn;
  readonly color: boolean;
  /** Terminal width; null if not a terminal. */
  readonly width: number | null;
  /** JSON: indent for readability. */
  readonly indent: boolean;
};

/** Formats all findings. */
export type Format = (findings: readonly Finding[], layout: Layout) => string;

export const isFailure = (status: Status, failOn: FailOn): boolean =>
  failOn !== 'never' && (status === 'critical' || (status === 'warn' && failOn === 'warning'));
