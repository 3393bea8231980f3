import type { BoundColumn } from '../core/column.ts';
import { describeProblem, type Problem } from '../core/errors.ts';
import type { Report, ScanContext } from '../core/report.ts';
import { printable } from '../core/text.ts';
import type { Layout } from '../formats/format.ts';
import type { KernelLookups } from '../lookup/lookups.ts';
import { runQuery } from '../query/pipeline.ts';
import { type KernelSource, openKernel } from '../source/kernel.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';
import type { Plan } from './plan.ts';
import { sourceOptions } from './request.ts';
import { wantsColor } from './terminal.ts';

/** More warnings than this are counted, not printed: a broken file is said once, not a thousand times. */
const mostWarnings = 10;

export const warnOf = (problems: readonly Problem[], host: Host): void => {
  for (const problem of problems.slice(0, mostWarnings))
    host.warn(`procnet: ${printable(describeProblem(problem))}\n`);
  if (problems.length > mostWarnings)
    host.warn(`procnet: ${problems.length - mostWarnings} more problems like these\n`);
};

/** What one reading gave, and from where. */
export type Reading = {
  readonly rows: number;
  readonly kernel: KernelSource;
  readonly lookups: KernelLookups;
};

/** Reads the report once and hands every row of the answer to `take`. */
export const readReport = (
  report: Report,
  args: Arguments,
  host: Host,
  plan: Plan,
  problems: Problem[],
  take: (row: never) => void,
): Reading => {
  const kernel = openKernel(sourceOptions(args), (problem) => problems.push(problem), host.files);
  const lookups = plan.lookups(kernel);
  const context: ScanContext = {
    kernel,
    wanted: plan.wanted,
    states: plan.states,
    options: plan.options,
    lookups,
  };
  const rows = runQuery(report.scan(context), plan.query, take);
  kernel.conclude();
  return { rows, kernel, lookups };
};

export const layoutOf = (columns: readonly BoundColumn[], args: Arguments, host: Host): Layout => ({
  columns,
  header: !args.flag('no-header'),
  width: host.stdout.width,
  color: wantsColor(args.text('color') ?? 'auto', host.env, host.stdout.isTerminal),
  indent: host.stdout.isTerminal && !args.flag('meta'),
});
