import { ExitCode, UsageError } from '../core/errors.ts';
import { commandPages, helpPage } from '../docs/commands.ts';
import { commandHelp, overview, pageHelp } from '../docs/help.ts';
import type { Command } from './command.ts';
import { pageArguments } from './page-arguments.ts';
import { reportNamed } from './report-named.ts';

/** `procnet help [COMMAND]`. */
export const help: Command = (words, host, reports) => {
  const args = pageArguments(helpPage, words, host);
  if (args === null) return ExitCode.ok;
  const [topic, ...more] = args.words;
  if (more.length > 0) throw new UsageError('help takes one command');
  const width = host.stdout.width ?? undefined;
  const page = commandPages.find(({ name }) => name === topic);
  const names = commandPages.map(({ name }) => name);
  const text =
    topic === undefined
      ? overview(reports, width)
      : page === undefined
        ? commandHelp(reportNamed(reports, topic, names), width)
        : pageHelp(page, width);
  host.write(Buffer.from(text));
  return ExitCode.ok;
};
