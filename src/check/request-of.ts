import { UsageError } from '../core/errors.ts';
import type { CheckDraft } from '../options/pages/check-draft.ts';
import type { WaitDraft } from '../options/pages/wait.ts';
import { chosenRules, ignoredRows, withThresholds } from './choose.ts';
import { splitArguments } from './conditions/arguments.ts';
import { parseCondition } from './conditions/parser.ts';
import type { Parsed } from './conditions/syntax.ts';
import type { CheckRequest } from './request.ts';
import type { WaitRequest } from './wait.ts';

/** What options and arguments ask for; `more` are conditions of files. Throws `UsageError`. */
export const checkRequest = (
  draft: CheckDraft,
  words: readonly string[],
  more: readonly Parsed[] = [],
): CheckRequest => {
  const { conditions, others } = splitArguments(words);
  const parsed = [...conditions.map((text) => parseCondition(text)), ...more];
  const chosen = chosenRules(others, draft.skip, parsed.length > 0);
  return {
    rules: withThresholds(chosen, draft.set),
    conditions: parsed,
    ignored: ignoredRows(draft.ignore),
    interval: draft.interval,
    source: draft.source,
    strictFamily: draft.strictFamily,
  };
};

/** A processor is not kept busy by looking. */
const shortestInterval = 10;

/** What options and arguments ask to wait for. Throws `UsageError`. */
export const waitRequest = (draft: WaitDraft, words: readonly string[]): WaitRequest => {
  const { conditions, others } = splitArguments(words);
  const parsed = [...others, ...conditions].map((text) => parseCondition(text));
  const { any, timeout, interval, stable, source, strictFamily } = draft;
  if (parsed.length === 0) throw new UsageError('wait takes conditions, such as "listen :8080"');
  if (interval < shortestInterval)
    throw new UsageError(`--interval must be at least ${shortestInterval}ms`, '--interval');
  if (timeout !== null && stable > timeout)
    throw new UsageError('--stable cannot be longer than --timeout', '--stable');
  return { conditions: parsed, any, timeout, interval, stable, source, strictFamily };
};
