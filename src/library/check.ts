import { setTimeout } from 'node:timers/promises';
import type { Finding } from '../check/findings.ts';
import type { Surroundings } from '../check/run.ts';
import type { WaitResult } from '../check/wait.ts';
import type { LibraryOptions, Many } from '../core/option.ts';
import { applyOptions } from '../options/apply.ts';
import type { checkOptions } from '../options/pages/check.ts';
import type { waitOptions } from '../options/pages/wait.ts';
import type { PlainRow } from '../query/copy.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { ofCheck, ofWait, requireForm, texts } from './arguments.ts';
import { givenIn, inLibraryWords, laterInLibraryWords } from './options.ts';

export type { PlainRow };

/** Options of `check`. Durations are in milliseconds or strings such as `2s`. */
export type CheckOptions = LibraryOptions<typeof checkOptions> & {
  /** Rule names or globs. All rules are checked if neither rules nor conditions are given. */
  readonly rules?: Many<string>;
  /** Conditions such as `listen :8080` or `count(conns where state = close-wait) < 10`. */
  readonly conditions?: Many<string>;
  /** Aborts the pause between the two samples. */
  readonly signal?: AbortSignal;
};

/** Options of `waitFor`. Durations are in milliseconds or strings such as `2s`; `timeout` may be `none`. */
export type WaitOptions = LibraryOptions<typeof waitOptions> & {
  /** Aborts the wait. */
  readonly signal?: AbortSignal;
};

const surroundingsFor = (signal: AbortSignal | undefined): Surroundings => ({
  files: nodeFileSystem,
  now: () => performance.now(),
  sleep: (milliseconds) => setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }),
});

const listOf = (words: Many<string> = []): readonly string[] => [words].flat();

/**
 * Checks the health of the network: the findings of all rules and conditions, including those that pass, with advice. Takes
 * two samples, two seconds apart unless `interval` is set.
 * @throws UsageError for an invalid rule, option or condition
 * @throws ReadError, UnsupportedError when there is nothing to read
 */
export const check = async (options: CheckOptions = {}): Promise<readonly Finding[]> => {
  const [{ runCheck }, { checkRequest }, { parseCondition }, { checkOptions }, { checkDraft }] =
    await Promise.all([
      import('../check/run.ts'),
      import('../check/request-of.ts'),
      import('../check/conditions/parser.ts'),
      import('../options/pages/check.ts'),
      import('../options/pages/check-draft.ts'),
    ]);
  const request = inLibraryWords(() => {
    const draft = checkDraft();
    applyOptions(draft, checkOptions, givenIn(checkOptions, ofCheck, options), (key) => key);
    const conditions = listOf(options.conditions).map((text) => parseCondition(text));
    return checkRequest(draft, { rules: listOf(options.rules), conditions });
  });
  return laterInLibraryWords(runCheck(request, surroundingsFor(options.signal)));
};

/**
 * Waits until all conditions hold (with `any`, one of them) or until the timeout, 60 seconds unless `timeout` is set. A timeout
 * is not an error; check `met`, and what was found for each condition, including near misses.
 * @throws UsageError for an invalid option or condition
 * @throws ReadError, UnsupportedError when there is nothing to read
 */
export const waitFor = async (conditions: Many<string>, options: WaitOptions = {}): Promise<WaitResult> => {
  requireForm('conditions', conditions, texts);
  const [{ waitUntil }, { waitRequest }, { waitDraft, waitOptions }] = await Promise.all([
    import('../check/wait.ts'),
    import('../check/request-of.ts'),
    import('../options/pages/wait.ts'),
  ]);
  const request = inLibraryWords(() => {
    const draft = waitDraft();
    applyOptions(draft, waitOptions, givenIn(waitOptions, ofWait, options), (key) => key);
    return waitRequest(draft, listOf(conditions), 'always');
  });
  options.signal?.throwIfAborted();
  return laterInLibraryWords(waitUntil(request, surroundingsFor(options.signal)));
};
