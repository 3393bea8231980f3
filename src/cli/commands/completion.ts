import { ExitCode, UsageError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import { completionOf } from '../../docs/written.ts';
import { completionPage, shells } from '../../options/pages/printed.ts';
import { type Command, pageDraft, readCommand } from '../commands.ts';

/** `procnet completion bash|zsh|fish`. */
export const completion: Command = async (tokens, host) => {
  const words = await readCommand(completionPage, pageDraft(), tokens, host);
  if (words === null) return ExitCode.ok;
  const [word, ...more] = words;
  const shell = shells.find((name) => name === word);
  if (shell === undefined || more.length > 0) {
    const found = word === undefined ? '' : ` (got "${visible(words.join(' '))}")`;
    throw new UsageError(`completion requires a shell: ${shells.join(', ')}${found}`);
  }
  host.write(Buffer.from(await completionOf(shell)));
  return ExitCode.ok;
};
