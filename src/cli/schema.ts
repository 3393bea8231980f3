import { ExitCode, UsageError } from '../core/errors.ts';
import { metaSchema, reportSchema, schemaText } from '../docs/schema.ts';
import { schemaPage } from '../options/pages.ts';
import { registry } from '../reports/registry.ts';
import { type Command, pageDraft, readCommand } from './commands.ts';
import { reportNamed } from './dispatch.ts';

/** `procnet schema REPORT`. */
export const schema: Command = async (tokens, host) => {
  const draft = pageDraft();
  const words = await readCommand(schemaPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  const [word, ...more] = words;
  if (word === undefined || more.length > 0)
    throw new UsageError(`schema takes one report: ${registry.map(({ name }) => name).join(', ')}`);
  const report = await reportNamed(word);
  host.write(Buffer.from(schemaText(draft.meta ? metaSchema(report) : reportSchema(report))));
  return ExitCode.ok;
};
