import type { Account } from '../core/account.ts';
import type { Problem } from '../core/errors.ts';
import type { Request } from '../core/request.ts';
import { verdictOf } from '../request/verdict.ts';

const ofCommand = /^procnet: /;

/** Passes what the command would print about an answer, besides problems, which were passed while it was read. */
export const remarksTo =
  (onProblem: ((problem: Problem) => void) | undefined, request: Request) =>
  (account: Account): void => {
    if (onProblem === undefined) return;
    const { notices } = verdictOf(request, { ...account, problems: [], problemCount: 0 });
    const path = request.source.proc ?? '/proc';
    for (const { text, to } of notices)
      if (to === 'always') onProblem({ path, line: null, field: null, message: text.replace(ofCommand, '') });
  };
