import { ExitCode, UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { widest } from '../../docs/wrap.ts';
import { helpOf, overviewOf } from '../../docs/written.ts';
import { helpPage } from '../../options/pages/printed.ts';
import { entryNamed, loadReports } from '../../reports/registry.ts';
import { type Command, pageDraft, readCommand } from '../commands.ts';
import { commandNames } from '../front-door.ts';
import type { Host } from '../host.ts';

const overviewText = async (width: number): Promise<string> => {
  if (width >= widest) return overviewOf();
  const { overview } = await import('../../docs/help.ts');
  return overview(await loadReports(), width);
};

const narrowText = async (command: string, width: number): Promise<string> => {
  const [{ commandHelp, pageHelp }, { commandPages }] = await Promise.all([
    import('../../docs/help.ts'),
    import('../../options/pages.ts'),
  ]);
  const page = commandPages.find(({ name }) => name === command);
  if (page !== undefined) return pageHelp(page, width);
  return commandHelp(await loadNamed(command), width);
};

const loadNamed = (command: string): Promise<Report> => {
  const found = entryNamed(command);
  if (found !== undefined) return found.load();
  const near = nearest(command, commandNames());
  const hint = near === null ? 'see procnet --help' : `did you mean "${near}"?`;
  throw new UsageError(`unknown command "${visible(command)}"; ${hint}`);
};

/** What is explained beside commands. */
const language = /^(?:expression|condition)s?$/;

/** The help of a command or a language. Throws `UsageError` for any other word. */
const textAbout = async (word: string, width: number): Promise<string> => {
  if (language.test(word)) return (await import('../../docs/topic-help.ts')).topicHelp(word, width)!;
  return (width < widest ? null : await helpOf(word)) ?? narrowText(word, width);
};

/** Prints the help of one command. */
export const printHelp = async (command: string, host: Host): Promise<number> => {
  host.write(Buffer.from(await textAbout(command, host.stdout.width ?? widest)));
  return ExitCode.ok;
};

/** `procnet help [COMMAND]`. */
export const help: Command = async (tokens, host) => {
  const words = await readCommand(helpPage, pageDraft(), tokens, host);
  if (words === null) return ExitCode.ok;
  const [command, ...more] = words;
  if (more.length > 0) throw new UsageError('help accepts only one command');
  if (command !== undefined) return printHelp(command, host);
  host.write(Buffer.from(await overviewText(host.stdout.width ?? widest)));
  return ExitCode.ok;
};
