import type { CommandPage } from '../docs/commands.ts';
import { pageHelp } from '../docs/help.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import type { Host } from './host.ts';

/** The command line of a command that is no report; null if it asked for help, which is then printed. */
export const pageArguments = (page: CommandPage, words: readonly string[], host: Host): Arguments | null => {
  const args = parseArguments(page.options, words);
  if (!args.flag('help')) return args;
  host.write(Buffer.from(pageHelp(page, host.stdout.width ?? undefined)));
  return null;
};
