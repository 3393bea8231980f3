import { UsageError } from '../core/errors.ts';
import type { CheckDraft } from '../options/pages/check-draft.ts';
import type { WaitDraft } from '../options/pages/wait.ts';
import { chosenRules, ignoredRows, withThresholds } from './choose.ts';
import { splitArguments } from './conditions/arguments.ts';
import { parseCondition } from './conditions/parser.ts';
import type { Parsed } from './conditions/syntax.ts';
import type { CheckRequest } from './request.ts';
import type { WaitRequest } from './wait.ts';

/** Milliseconds between two samples. */
const usualInterval = 2_000;

/** The rules (or globs) and conditions named by arguments. */
export type Named = { readonly rules: readonly string[]; readonly conditions: readonly Parsed[] };

/** Combines arguments and conditions from files. Throws `UsageError`. */
export const namedBy = (words: readonly string[], more: readonly Parsed[]): Named => {
  const { conditions, others } = splitArguments(words);
  return { rules: others, conditions: [...conditions.map((text) => parseCondition(text)), ...more] };
};

/** The check requested by options. Throws `UsageError`. */
export const checkRequest = (draft: CheckDraft, { rules, conditions }: Named): CheckRequest => {
  if (draft.source.from !== undefined && draft.interval !== null)
    throw new UsageError(
      '--interval cannot be combined with --from, because a snapshot is a single sample',
      '--interval',
    );
  if (draft.source.netns !== undefined && draft.source.allNetns === true)
    throw new UsageError('--netns and --all-netns cannot be used together', '--all-netns');
  const chosen = chosenRules(rules, draft.skip, conditions.length > 0);
  return {
    rules: withThresholds(chosen, draft.set),
    conditions,
    ignored: ignoredRows(draft.ignore),
    interval: draft.interval ?? usualInterval,
    source: draft.source,
    strictFamily: draft.strictFamily,
  };
};

/** The shortest interval that does not keep a CPU busy. In milliseconds. */
const shortestInterval = 10;

/** The wait requested by options and arguments. Throws `UsageError`. */
export const waitRequest = (
  draft: WaitDraft,
  words: readonly string[],
  explain: WaitRequest['explain'],
): WaitRequest => {
  const { conditions, others } = splitArguments(words);
  const parsed = [...others, ...conditions].map((text) => parseCondition(text));
  const { any, timeout, interval, stable, source, strictFamily } = draft;
  if (parsed.length === 0) throw new UsageError('wait requires a condition such as "listen :8080"');
  if (interval < shortestInterval)
    throw new UsageError(`--interval must be at least ${shortestInterval}ms`, '--interval');
  if (timeout !== null && stable > timeout)
    throw new UsageError('--stable cannot be longer than the timeout', '--stable');
  return { conditions: parsed, any, timeout, interval, stable, source, strictFamily, explain };
};
