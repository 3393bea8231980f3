import type { Account } from '../core/account.ts';
import { describeProblem, ExitCode } from '../core/errors.ts';
import type { ExitRules, Request } from '../core/request.ts';

/** Further warnings are counted, not printed. */
const mostPrinted = 10;

/** A line on stderr. `always`: print it regardless; `terminal`: only if stderr is a terminal. */
export type Notice = { readonly text: string; readonly to: 'always' | 'terminal'; readonly isError?: true };

/** Conclusions from an account. */
export type Verdict = {
  /** No row that could match is missing. */
  readonly complete: boolean;
  /** Same as `warnings` in the JSON envelope. */
  readonly warnings: readonly string[];
  readonly notices: readonly Notice[];
  readonly code: number;
  /** What was requested does not exist, so reading again will not help. */
  readonly isFinal: boolean;
};

const always = (text: string): Notice => ({ text, to: 'always' });

const problemNotices = ({ problems, problemCount }: Account): readonly Notice[] => {
  const printed = problems
    .slice(0, mostPrinted)
    .map((problem) => always(`procnet: ${describeProblem(problem)}`));
  const more = problemCount - printed.length;
  return more > 0 ? [...printed, always(`procnet: ${more} more warnings suppressed`)] : printed;
};

/** Sockets without a known process, and why; null if there are none. */
const ownerNotice = ({ unowned: { denied, kernel, none, absent }, isRoot }: Account): string | null => {
  const reasons = [
    ...(denied > 0
      ? [`${denied} owned by processes you cannot inspect${isRoot === false ? ' (try as root)' : ''}`]
      : []),
    ...(kernel > 0 ? [`${kernel} owned by the kernel or by processes outside this PID namespace`] : []),
    ...(absent > 0 ? [`${absent} whose processes are not in the copy`] : []),
    ...(none > 0 ? [`${none} without an open file descriptor (e.g. TIME_WAIT)`] : []),
  ];
  if (reasons.length === 0) return null;
  const count = denied + kernel + none + absent;
  return `no process found for ${count} socket${count === 1 ? '' : 's'}: ${reasons.join('; ')}`;
};

/** Why an omitted row might match. */
const hiddenValue = ({ filter }: Request, { isRoot }: Account): string => {
  if (filter.process !== undefined) return `owner hidden${isRoot === false ? ' (try as root)' : ''}`;
  if (filter.interface !== undefined || filter.interfaceStrict !== undefined) return 'interface unknown';
  return 'a value needed by the filter is unknown';
};

/** Rows that hidden values leave in doubt. */
const doubts = (request: Request, account: Account): readonly string[] => {
  const { undecided, doubtful, unplaced, remarks } = account;
  const isSaid = remarks.some(({ countsUndecided }) => countsUndecided);
  const rows = (count: number): string => `${count} row${count === 1 ? '' : 's'}`;
  const why = hiddenValue(request, account);
  return [
    ...(undecided > 0 && !isSaid ? [`${rows(undecided)} omitted that may match: ${why}`] : []),
    ...(doubtful > 0 ? [`${rows(doubtful)} included that may not match: ${why}`] : []),
    ...(unplaced > 0 ? [`${rows(unplaced)} counted as unknown: a value needed by the count is hidden`] : []),
  ];
};

const countFailure = ({ exit: { rows } }: Request, account: Account): string | null => {
  if (rows === null || (account.rows >= rows.least && account.rows <= rows.most)) return null;
  const expected =
    rows.most === 0 ? 'none' : rows.least > 0 ? `at least ${rows.least}` : `at most ${rows.most}`;
  return `expected ${expected}, found ${account.rows}`;
};

const mayMiss = ({ problemCount, remarks }: Account): boolean =>
  problemCount > 0 || remarks.some(({ kind }) => kind === 'caveat');

const isIncomplete = (account: Account): boolean =>
  mayMiss(account) || account.undecided + account.doubtful + account.unplaced > 0;

/** Whether the number of rows is within the expected bounds, or unknown. Rows that could not be read only add to it. */
const countCode = (expected: NonNullable<ExitRules['rows']>, account: Account): number => {
  const { fewest } = account.bounds;
  const most = mayMiss(account) ? Number.POSITIVE_INFINITY : account.bounds.most;
  if (fewest >= expected.least && most <= expected.most) return ExitCode.ok;
  return fewest > expected.most || most < expected.least ? ExitCode.noMatch : ExitCode.noData;
};

/** 1 without rows if requested, 3 if it is unknown whether there are any. */
const emptyCode = ({ output, exit }: Request, account: Account): number =>
  output.quiet || exit.exitCode
    ? countCode({ least: 1, most: Number.POSITIVE_INFINITY }, account)
    : ExitCode.ok;

const codeOf = (request: Request, account: Account): number => {
  const { strict, rows } = request.exit;
  if (account.remarks.some(({ kind }) => kind === 'error'))
    return isIncomplete(account) ? ExitCode.noData : ExitCode.noMatch;
  if (strict && isIncomplete(account)) return ExitCode.partial;
  return rows === null ? emptyCode(request, account) : countCode(rows, account);
};

/** Derives messages, `complete` and the exit code from an account. The only place that determines them. */
export const verdictOf = (request: Request, account: Account): Verdict => {
  const owners = ownerNotice(account);
  const failure = countFailure(request, account);
  const said = account.remarks.map(
    ({ kind, text }): Notice =>
      kind === 'hint'
        ? { text, to: 'terminal' }
        : { ...always(`procnet: ${text}`), ...(kind === 'error' ? { isError: true } : {}) },
  );
  const warnings = doubts(request, account);
  return {
    complete: !isIncomplete(account),
    warnings: [
      ...account.problems.map(describeProblem),
      ...warnings,
      ...account.remarks
        .filter(({ kind, countsUndecided }) => kind === 'caveat' || kind === 'note' || countsUndecided)
        .map(({ text }) => text),
      ...(owners === null ? [] : [owners]),
    ],
    notices: [
      ...problemNotices(account),
      ...warnings.map((text) => always(`procnet: ${text}`)),
      ...(owners === null
        ? []
        : [{ text: `procnet: ${owners}`, to: account.unowned.denied > 0 ? 'always' : 'terminal' } as const]),
      ...said,
      ...(failure === null ? [] : [always(`procnet: ${failure}`)]),
    ],
    code: codeOf(request, account),
    isFinal: account.remarks.some(({ kind }) => kind === 'error'),
  };
};
