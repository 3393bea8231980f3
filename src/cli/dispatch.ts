import { ExitCode, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/text.ts';
import * as reports from '../reports/index.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import type { Host } from './host.ts';
import { optionsOf } from './options.ts';
import { reportNamed } from './report-named.ts';
import { runReport } from './run-report.ts';

const all = Object.values(reports) as unknown as readonly Report[];

/** The command that is no report, if the word names one. */
const commandNamed = (word: string | undefined): (typeof commands)[string] | undefined => {
  const name = word === undefined || word === '--help' || word === '-h' ? 'help' : word;
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
};

/** Finds what the first word asks for and does it. */
export const dispatch = async (argv: readonly string[], host: Host): Promise<number> => {
  const [word = '', ...rest] = argv;
  const load = commandNamed(argv[0]);
  if (load !== undefined) return (await load())(rest, host, all);
  if (word.startsWith('-'))
    throw new UsageError(`${visible(word)} comes before a command; see procnet --help`);
  const report = reportNamed(all, word, Object.keys(commands));
  const args = parseArguments(optionsOf(report), rest);
  if (!args.flag('help')) return runReport(report, args, host);
  const { commandHelp } = await import('../docs/help.ts');
  host.write(Buffer.from(commandHelp(report, host.stdout.width ?? undefined)));
  return ExitCode.ok;
};
