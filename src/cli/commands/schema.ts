import { ExitCode, UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { metaSchema, reportSchema, schemaText } from '../../docs/schema.ts';
import { schemaPage } from '../../options/pages/printed.ts';
import { loadReports, registry } from '../../reports/registry.ts';
import { type Command, pageDraft, readCommand } from '../commands.ts';
import { reportNamed } from './report.ts';

/** A variant such as `conntrack-summary`, which is what the envelope calls it. */
const variantNamed = (reports: readonly Report[], word: string): Report | undefined =>
  reports.flatMap(({ variants = {} }) => Object.values(variants)).find(({ name }) => name === word);

/** `procnet schema REPORT`. */
export const schema: Command = async (tokens, host) => {
  const draft = pageDraft();
  const words = await readCommand(schemaPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  const [word, ...more] = words;
  if (word === undefined || more.length > 0)
    throw new UsageError(`schema requires a report: ${registry.map(({ name }) => name).join(', ')}`);
  const report = variantNamed(await loadReports(), word) ?? (await reportNamed(word));
  host.write(Buffer.from(schemaText(draft.meta ? metaSchema(report) : reportSchema(report))));
  return ExitCode.ok;
};
