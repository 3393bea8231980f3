import { jsonOf } from '../../check/formats/json.ts';
import { rounded } from '../../check/phrases.ts';
import { waitRequest } from '../../check/request-of.ts';
import { type WaitRequest, type WaitResult, waitUntil } from '../../check/wait.ts';
import { ExitCode } from '../../core/errors.ts';
import { printable } from '../../core/text.ts';
import { type WaitDraft, waitDraft, waitPage } from '../../options/pages/wait.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { whileWatched } from '../progress.ts';
import { surroundingsOf } from '../surroundings.ts';

const seconds = (milliseconds: number): string => `${rounded(milliseconds / 1000)} s`;

/** Prints to stderr why conditions are unmet and, on a terminal, what was found for those that are met. */
const tell = ({ met, waited, conditions }: WaitResult, host: Host): void => {
  const isMet = met === true;
  for (const { condition, status, detail, nearMisses } of conditions) {
    if (isMet && status !== 'met') continue;
    host.warn(`procnet: ${printable(`${condition}: ${status}: ${detail}`)}\n`);
    for (const miss of nearMisses) host.warn(`  ${printable(miss)}\n`);
  }
  const unstable = !isMet && conditions.every(({ status }) => status === 'met');
  const outcome = isMet ? 'met' : met === null ? 'unknown' : unstable ? 'not met for long enough' : 'not met';
  host.warn(`procnet: ${outcome} after ${seconds(waited)}\n`);
};

const exitCode = ({ met }: WaitResult): number =>
  met === true ? ExitCode.ok : met === null ? ExitCode.noData : ExitCode.noMatch;

/** Processes and near misses take time to find, so they are only searched for if printed. */
const explanationFor = ({ json, quiet }: WaitDraft, host: Host): WaitRequest['explain'] =>
  json || (!quiet && host.stderr.isTerminal) ? 'always' : quiet ? 'never' : 'misses';

const report = (result: WaitResult, { json, quiet }: WaitDraft, host: Host): void => {
  if (json) host.write(Buffer.from(`${jsonOf(result, host.stdout.isTerminal ? '\n' : '')}\n`));
  else if (!quiet && (result.met !== true || host.stderr.isTerminal)) tell(result, host);
};

/** `procnet wait CONDITION …`. Time starts with the process. */
export const wait: Command = async (tokens, host) => {
  const draft = waitDraft();
  const words = await readCommand(waitPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  const request = waitRequest(draft, words, explanationFor(draft, host));
  const result = await whileWatched(host, (watching) =>
    waitUntil(request, surroundingsOf(host, watching), 0),
  );
  report(result, draft, host);
  return exitCode(result);
};
