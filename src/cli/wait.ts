import { jsonOf } from '../check/formats/json.ts';
import { waitRequest } from '../check/request-of.ts';
import { type WaitRequest, type WaitResult, waitUntil } from '../check/wait.ts';
import { rounded } from '../check/words.ts';
import { ExitCode } from '../core/errors.ts';
import { printable } from '../core/text.ts';
import { type WaitDraft, waitDraft, waitPage } from '../options/pages/wait.ts';
import { type Command, readCommand } from './commands.ts';
import type { Host } from './host.ts';
import { surroundingsOf } from './surroundings.ts';

const seconds = (milliseconds: number): string => `${rounded(milliseconds / 1000)} s`;

/** Why it is not so, on stderr; on a terminal also what was found where it is. */
const tell = ({ met, waited, conditions }: WaitResult, host: Host): void => {
  for (const { condition, status, detail, nearMisses } of conditions) {
    if (met === true && status !== 'met') continue;
    host.warn(`procnet: ${printable(`${condition}: ${status}: ${detail}`)}\n`);
    for (const miss of nearMisses) host.warn(`  ${printable(miss)}\n`);
  }
  host.warn(
    `procnet: ${met === true ? 'met' : met === null ? 'not known' : 'not met'} after ${seconds(waited)}\n`,
  );
};

const exitCode = ({ met }: WaitResult): number =>
  met === true ? ExitCode.ok : met === null ? ExitCode.noData : ExitCode.noMatch;

/** Looking for processes and near misses costs time: it is done only where somebody reads it. */
const isRead = ({ met }: WaitResult, { json, quiet }: WaitDraft, host: Host): boolean =>
  json || (!quiet && (met !== true || host.stderr.isTerminal));

const report = async (
  result: WaitResult,
  request: WaitRequest,
  draft: WaitDraft,
  host: Host,
): Promise<void> => {
  if (!isRead(result, draft, host)) return;
  const { explained } = await import('../check/explain-wait.ts');
  const told = await explained(result, request, surroundingsOf(host));
  if (draft.json) host.write(Buffer.from(`${jsonOf(told, host.stdout.isTerminal ? '\n' : '')}\n`));
  if (!draft.json && !draft.quiet) tell(told, host);
};

/** `procnet wait CONDITION …`. */
export const wait: Command = async (tokens, host) => {
  const draft = waitDraft();
  const words = await readCommand(waitPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  const request = waitRequest(draft, words);
  const result = await waitUntil(request, surroundingsOf(host), 0);
  await report(result, request, draft, host);
  return exitCode(result);
};
