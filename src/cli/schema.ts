import { ExitCode, UsageError } from '../core/errors.ts';
import { schemaPage } from '../docs/commands.ts';
import { metaSchema, reportSchema, schemaText } from '../docs/schema.ts';
import type { Command } from './command.ts';
import { pageArguments } from './page-arguments.ts';
import { reportNamed } from './report-named.ts';

/** `procnet schema REPORT`. */
export const schema: Command = (words, host, reports) => {
  const args = pageArguments(schemaPage, words, host);
  if (args === null) return ExitCode.ok;
  const [word, ...more] = args.words;
  if (word === undefined || more.length > 0)
    throw new UsageError(`schema takes one report: ${reports.map(({ name }) => name).join(', ')}`);
  const report = reportNamed(reports, word);
  host.write(Buffer.from(schemaText(args.flag('meta') ? metaSchema(report) : reportSchema(report))));
  return ExitCode.ok;
};
