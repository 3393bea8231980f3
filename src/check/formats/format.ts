import type { FailOn } from '../../options/pages/check-draft.ts';
import type { Finding, Status } from '../findings.ts';

export type Layout = {
  readonly failOn: FailOn;
  readonly color: boolean;
  /** Terminal columns; null where it is no terminal. */
  readonly width: number | null;
  /** JSON: indented, for people. */
  readonly indent: boolean;
};

/** All findings as one text. */
export type Format = (findings: readonly Finding[], layout: Layout) => string;

export const isFailure = (status: Status, failOn: FailOn): boolean =>
  failOn !== 'never' && (status === 'critical' || (status === 'warn' && failOn === 'warning'));
