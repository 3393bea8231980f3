import { describeProblem } from '../core/errors.ts';
import { counted } from './phrases.ts';
import type { Found, Reading } from './readings.ts';

/** Why rows may be missing; null if none are. */
export const whyIncomplete = ({ account, failure, undecided, omitted }: Found<unknown>): string | null => {
  if (failure !== null) return failure.message;
  const [problem] = account?.problems ?? [];
  if (problem !== undefined) return describeProblem(problem);
  const caveat = account?.remarks.find(({ kind }) => kind === 'caveat');
  if (caveat !== undefined) return caveat.text;
  if (omitted != null) return `cannot read ${omitted}: not in the input`;
  return undecided === 0
    ? null
    : `${counted(undecided, 'row')} may match, but the value that decides it is hidden`;
};

/** The files that were read. Reports that open none below `net` declare theirs. */
export const pathsOf = (
  readings: readonly (readonly [reading: Reading<unknown>, found: Found<unknown>])[],
): readonly string[] => [
  ...new Set(
    readings.flatMap(([{ evidence }, { account, failure, rows }]) => {
      if (account === null) return failure?.path ?? [];
      const read = account.sources.filter(({ state }) => state === 'ok' || state === 'empty');
      if (account.sources.length > 0) return read.map(({ path }) => path);
      return rows.length === 0 ? [] : evidence.report.files;
    }),
  ),
];
