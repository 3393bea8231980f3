import { ByteWriter } from '../core/bytes.ts';
import { describeProblem, ExitCode, type Problem } from '../core/errors.ts';
import type { Report, ScanContext } from '../core/report.ts';
import { visible } from '../core/text.ts';
import { formats } from '../formats/index.ts';
import { outputColumns, runQuery } from '../query/pipeline.ts';
import { openKernel } from '../source/kernel.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';
import { MetaEnvelope } from './meta.ts';
import { planQuery } from './plan.ts';
import { formatOf, scanOptions, sourceOptions } from './request.ts';
import { wantsColor } from './terminal.ts';

/** More warnings than this are counted, not printed: a broken file is said once, not a thousand times. */
const mostWarnings = 10;

const warnOf = (problems: readonly Problem[], host: Host): void => {
  for (const problem of problems.slice(0, mostWarnings))
    host.warn(`procnet: ${visible(describeProblem(problem))}\n`);
  if (problems.length > mostWarnings)
    host.warn(`procnet: ${problems.length - mostWarnings} more problems like these\n`);
};

/** Reads, filters and prints one report. */
export const runReport = async (report: Report, args: Arguments, host: Host): Promise<number> => {
  const problems: Problem[] = [];
  const plan = await planQuery(report, args);
  const formatName = formatOf(args, host.stdout.isTerminal);
  const kernel = openKernel(sourceOptions(args), (problem) => problems.push(problem));
  const context: ScanContext = {
    kernel,
    wanted: plan.wanted,
    states: plan.states,
    options: scanOptions(report, args),
    lookups: plan.lookups(kernel),
  };
  const quiet = args.flag('quiet');
  const out = new ByteWriter((bytes) => host.write(bytes));
  const meta = args.flag('meta') ? new MetaEnvelope() : null;
  const format = await formats[formatName]();
  const formatter = format(
    {
      columns: outputColumns(plan.query),
      header: !args.flag('no-header'),
      width: host.stdout.width,
      color: wantsColor(args.text('color') ?? 'auto', host.env, host.stdout.isTerminal),
      indent: host.stdout.isTerminal && meta === null,
    },
    meta?.rows ?? out,
  );
  if (!quiet) formatter.begin();
  const rows = runQuery(report.scan(context), plan.query, quiet ? () => {} : (view) => formatter.row(view));
  kernel.conclude();
  if (!quiet) formatter.end();
  if (!quiet && meta !== null) meta.write(report, kernel.notes, problems, host.now(), out);
  out.flush();
  warnOf(problems, host);
  if (args.flag('strict') && problems.length > 0) return ExitCode.partial;
  return rows === 0 && (quiet || args.flag('exit-code')) ? ExitCode.noMatch : ExitCode.ok;
};
