import { runHere } from '../cli/run-here.ts';
import { seriesIn } from '../metrics/prom-text.ts';
import { machines, sourceArguments } from '../support/machines.ts';

/** The names of all series on any fixture machine, or on this one. */
export const measuredNames = async (): Promise<ReadonlySet<string>> => {
  const sources = [[], ...machines.map((machine) => ['--max-series', '100000', ...sourceArguments(machine)])];
  const names = new Set(['procnet_reading_duration_seconds']);
  for (const source of sources) {
    const { out } = await runHere(['metrics', ...source]);
    for (const [series] of seriesIn(out)) names.add(series.replace(/\{.*/s, ''));
  }
  return names;
};

export const namesIn = (text: string): readonly string[] => [...new Set(text.match(/\bprocnet_\w+/g))];
