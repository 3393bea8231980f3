import { ExitCode, UsageError } from '../core/errors.ts';
import { commandHelp, overview, pageHelp } from '../docs/help.ts';
import { commandPages, helpPage } from '../options/pages.ts';
import { loadReports } from '../reports/registry.ts';
import { type Command, pageDraft, readCommand } from './commands.ts';
import { reportNamed } from './dispatch.ts';

const textAbout = async (topic: string | undefined, width: number | undefined): Promise<string> => {
  if (topic === undefined) return overview(await loadReports(), width);
  const page = commandPages.find(({ name }) => name === topic);
  return page === undefined ? commandHelp(await reportNamed(topic), width) : pageHelp(page, width);
};

/** `procnet help [COMMAND]`. */
export const help: Command = async (tokens, host) => {
  const words = await readCommand(helpPage, pageDraft(), tokens, host);
  if (words === null) return ExitCode.ok;
  const [topic, ...more] = words;
  if (more.length > 0) throw new UsageError('help takes one command');
  host.write(Buffer.from(await textAbout(topic, host.stdout.width ?? undefined)));
  return ExitCode.ok;
};
