import type { Request } from '../core/request.ts';
import { baselineOf, readSaved } from './saved.ts';
import { withChanges } from './with-changes.ts';

/** Whether the request's samples are compared with each other or with an earlier one. */
export const isCompared = ({ repeat }: Request): boolean => repeat.interval !== null || repeat.since !== null;

/**
 * The same request, with the changes since the earlier sample and from then on since the previous one. `clock` is monotonic,
 * in seconds. Throws `UsageError` for a file without such a sample.
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
