import type { LibraryOptions } from '../core/option.ts';
import type { measuringOptions } from '../options/pages/metrics.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { givenIn, inLibraryWords, laterInLibraryWords } from './options.ts';

/** Options of `metrics`. */
export type MetricsOptions = LibraryOptions<typeof measuringOptions>;

/** The result of `metrics`. */
export type Metrics = {
  /** The Prometheus text format, version 0.0.4. */
  readonly text: string;
  /** What could not be read or was omitted. */
  readonly warnings: readonly string[];
};

/**
 * Network counters and gauges in the Prometheus text format. The help of each series names its file in `/proc/net`. Yields
 * to other work while reading.
 * @throws UsageError for an invalid option
 * @throws ReadError, UnsupportedError if there is nothing to read
 */
export const metrics = async (options: MetricsOptions = {}): Promise<Metrics> => {
  const [{ MetricsReader }, { metricsRequest }, { measuringDraft, measuringOptions }, { applyOptions }] =
    await Promise.all([
      import('../metrics/reader.ts'),
      import('../metrics/request-of.ts'),
      import('../options/pages/metrics.ts'),
      import('../options/apply.ts'),
    ]);
  const request = inLibraryWords(() => {
    const draft = measuringDraft();
    applyOptions(draft, measuringOptions, givenIn(measuringOptions, {}, options), (key) => key);
    return metricsRequest(draft);
  });
  const surroundings = {
    files: nodeFileSystem,
    now: () => performance.now(),
    sleep: async () => {},
  };
  const reader = await laterInLibraryWords(MetricsReader.open(request, surroundings));
  const { text, warnings } = await reader.read(() => new Promise((resolve) => setImmediate(resolve)));
  return { text, warnings };
};
