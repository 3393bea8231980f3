import { commands } from './commands.ts';
import { enter } from './front-door.ts';
import type { Host } from './host.ts';

/** On their own, these mean help for any command, which need not be loaded. */
const asksForHelp: ReadonlySet<string> = new Set(['--help', '-h']);

/** Runs a command line. */
export const dispatch = async (argv: readonly string[], host: Host): Promise<number> => {
  const { command, tokens } = await enter(argv);
  if (tokens.length === 1 && asksForHelp.has(tokens[0]!))
    return (await import('./commands/help.ts')).printHelp(command, host);
  if (Object.hasOwn(commands, command)) return (await commands[command]!())(tokens, host);
  return (await import('./commands/report.ts')).report(command, tokens, host);
};
