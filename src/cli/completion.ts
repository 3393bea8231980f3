import { ExitCode, UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { completionPage, shells } from '../docs/commands.ts';
import { completionScript } from '../docs/completions.ts';
import type { Command } from './command.ts';
import { pageArguments } from './page-arguments.ts';

/** `procnet completion bash|zsh|fish`. */
export const completion: Command = (words, host, reports) => {
  const args = pageArguments(completionPage, words, host);
  if (args === null) return ExitCode.ok;
  const [word, ...more] = args.words;
  const shell = shells.find((name) => name === word);
  if (shell === undefined || more.length > 0) {
    const found = word === undefined ? '' : `, not "${visible(args.words.join(' '))}"`;
    throw new UsageError(`completion takes one shell: ${shells.join(', ')}${found}`);
  }
  host.write(Buffer.from(completionScript(shell, reports)));
  return ExitCode.ok;
};
