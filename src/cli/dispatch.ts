import { ExitCode, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import * as reports from '../reports/index.ts';
import { parseArguments } from './arguments.ts';
import type { Host } from './host.ts';
import { optionsOf } from './options.ts';
import { runReport } from './run-report.ts';

const all = Object.values(reports) as unknown as readonly Report[];

const reportNamed = (word: string): Report => {
  const found = all.find(({ name, aliases }) => name === word || aliases.includes(word));
  if (found !== undefined) return found;
  const near = nearest(
    word,
    all.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  const hint = near === null ? 'see procnet --help' : `did you mean "${near}"?`;
  throw new UsageError(`unknown command "${visible(word)}"; ${hint}`);
};

/** Finds what the first word asks for and does it. */
export const dispatch = async (argv: readonly string[], host: Host): Promise<number> => {
  const [word, ...rest] = argv;
  if (word === undefined || word === '--help' || word === '-h' || word === 'help') {
    const { commandHelp, overview } = await import('../docs/help.ts');
    const topic = word === 'help' ? rest[0] : undefined;
    host.write(Buffer.from(topic === undefined ? overview(all) : commandHelp(reportNamed(topic))));
    return ExitCode.ok;
  }
  if (word.startsWith('-'))
    throw new UsageError(`${visible(word)} comes before a command; see procnet --help`);
  const report = reportNamed(word);
  const args = parseArguments(optionsOf(report), rest);
  if (!args.flag('help')) return runReport(report, args, host);
  const { commandHelp } = await import('../docs/help.ts');
  host.write(Buffer.from(commandHelp(report)));
  return ExitCode.ok;
};
