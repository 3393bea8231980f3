import type { Request } from '../core/request.ts';
import { baselineOf, readSaved } from './saved.ts';
import { withChanges } from './with-changes.ts';

/** Whether the request's samples are compared with one another or with an earlier one. */
export const isCompared = ({ repeat }: Request): boolean => repeat.interval !== null || repeat.since !== null;

/**
 * The request for the same report with what changed since the earlier sample, and from then on since the reading before.
 * `clock` counts seconds and never steps back. Throws `UsageError` for a file that holds no such sample.
 */
export const compared = (request: Request, now: Date, clock: () => number): Request => {
  const { report, repeat, output } = request;
  const before = repeat.since === null ? null : baselineOf(readSaved(report, repeat.since), now, clock());
  return {
    ...request,
    report: withChanges(report, {
      before,
      clock,
      isText: output.isText,
      repeats: repeat.interval !== null,
      draws: repeat.interval !== null && output.format === 'table',
    }),
  };
};
