import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';
import { describeProblem, ExitCode, type Problem } from '../core/errors.ts';
import type { Report, ScanContext } from '../core/report.ts';
import { visible } from '../core/text.ts';
import type { Layout } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { outputColumns, runQuery } from '../query/pipeline.ts';
import { type KernelSource, openKernel } from '../source/kernel.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';
import { MetaEnvelope } from './meta.ts';
import { type Plan, planQuery } from './plan.ts';
import { scheduleOf } from './repeat.ts';
import { formatOf, scanOptions, sourceOptions } from './request.ts';
import { wantsColor } from './terminal.ts';
import { refuseWords } from './words.ts';

/** More warnings than this are counted, not printed: a broken file is said once, not a thousand times. */
const mostWarnings = 10;

export const warnOf = (problems: readonly Problem[], host: Host): void => {
  for (const problem of problems.slice(0, mostWarnings))
    host.warn(`procnet: ${visible(describeProblem(problem))}\n`);
  if (problems.length > mostWarnings)
    host.warn(`procnet: ${problems.length - mostWarnings} more problems like these\n`);
};

/** Reads the report once and hands every row of the answer to `take`. */
export const readReport = (
  report: Report,
  args: Arguments,
  plan: Plan,
  problems: Problem[],
  take: (row: never) => void,
): { readonly rows: number; readonly kernel: KernelSource } => {
  const kernel = openKernel(sourceOptions(args), (problem) => problems.push(problem));
  const context: ScanContext = {
    kernel,
    wanted: plan.wanted,
    states: plan.states,
    options: scanOptions(report, args),
    lookups: plan.lookups(kernel),
  };
  const rows = runQuery(report.scan(context), plan.query, take);
  kernel.conclude();
  return { rows, kernel };
};

export const layoutOf = (columns: readonly BoundColumn[], args: Arguments, host: Host): Layout => ({
  columns,
  header: !args.flag('no-header'),
  width: host.stdout.width,
  color: wantsColor(args.text('color') ?? 'auto', host.env, host.stdout.isTerminal),
  indent: host.stdout.isTerminal && !args.flag('meta'),
});

/** Reads, filters and prints one report, again and again with `--interval`. */
export const runReport = async (report: Report, args: Arguments, host: Host): Promise<number> => {
  refuseWords(report, args);
  const schedule = scheduleOf(args);
  if (schedule !== null) return (await import('./run-repeated.ts')).runRepeated(report, args, host, schedule);
  const format = formatOf(args, host.stdout.isTerminal);
  if (args.text('since') === undefined)
    return runOnce(report, args, host, await planQuery(report, args, format));
  const { planComparison } = await import('./compared.ts');
  const compared = await planComparison(report, args, host, () => performance.now() / 1000);
  return runOnce(compared.report, args, host, compared.plan);
};

const runOnce = async (report: Report, args: Arguments, host: Host, plan: Plan): Promise<number> => {
  const problems: Problem[] = [];
  const quiet = args.flag('quiet');
  const out = new ByteWriter((bytes) => host.write(bytes));
  const meta = args.flag('meta') ? new MetaEnvelope() : null;
  const format = await formats[formatOf(args, host.stdout.isTerminal)]();
  const formatter = format(layoutOf(outputColumns(plan.query), args, host), meta?.rows ?? out);
  if (!quiet) formatter.begin();
  const take = quiet ? () => {} : (view: never) => formatter.row(view);
  const { rows, kernel } = readReport(report, args, plan, problems, take);
  if (!quiet) formatter.end();
  if (!quiet && meta !== null) meta.write(report, kernel.notes, problems, host.now(), out);
  out.flush();
  warnOf(problems, host);
  const decided = plan.conclude(host);
  if (decided !== null) return decided;
  if (args.flag('strict') && problems.length > 0) return ExitCode.partial;
  return rows === 0 && (quiet || args.flag('exit-code')) ? ExitCode.noMatch : ExitCode.ok;
};
