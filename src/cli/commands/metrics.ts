import { ExitCode } from '../../core/errors.ts';
import { printable } from '../../core/text.ts';
import { MetricsReader } from '../../metrics/reader.ts';
import { metricsRequest } from '../../metrics/request-of.ts';
import { metricsDraft, metricsPage } from '../../options/pages/metrics.ts';
import { type Command, readCommand, requireNoWords } from '../commands.ts';
import { whileWatched } from '../progress.ts';
import { surroundingsOf } from '../surroundings.ts';

/** `procnet metrics`. */
export const metrics: Command = async (tokens, host) => {
  const draft = metricsDraft();
  const words = await readCommand(metricsPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  requireNoWords(words, 'metrics');
  const { text, warnings } = await whileWatched(host, async (watching) => {
    const reader = await MetricsReader.open(metricsRequest(draft), surroundingsOf(host, watching));
    return reader.read(async () => {});
  });
  if (draft.output === null) host.write(Buffer.from(text));
  else host.save(draft.output, Buffer.from(text));
  for (const warning of warnings) host.warn(`procnet: ${printable(warning)}\n`);
  return ExitCode.ok;
};
