import { ByteWriter } from '../core/bytes.ts';
import { describeProblem, ExitCode, type Problem } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { formats } from '../formats/index.ts';
import { outputColumns } from '../query/pipeline.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';
import { MetaEnvelope } from './meta.ts';
import { type Plan, planQuery } from './plan.ts';
import { layoutOf, type Reading, readReport, warnOf } from './read-report.ts';
import { scheduleOf } from './repeat.ts';
import { formatOf } from './request.ts';
import { refuseWords } from './words.ts';

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

type Print = (take: (rows: (row: never) => void) => Reading) => Promise<Reading>;

/** How the rows of one answer leave: not at all, as they are read, or once their addresses have names. */
const printer = async (plan: Plan, args: Arguments, host: Host, out: ByteWriter): Promise<Print> => {
  if (args.flag('quiet')) return async (read) => read(() => {});
  const name = formatOf(args, host.stdout.isTerminal);
  const format = await formats[name]();
  const columns = outputColumns(plan.query);
  if (args.flag('resolve') && (name === 'plain' || name === 'table')) {
    const { NamedRows } = await import('./resolve.ts');
    const named = new NamedRows(columns);
    return async (read) => {
      const reading = read((view) => named.take(view));
      const formatter = format(layoutOf(await named.columns(), args, host), out);
      formatter.begin();
      for (const row of named.rows) formatter.row(row as never);
      formatter.end();
      return reading;
    };
  }
  const formatter = format(layoutOf(columns, args, host), out);
  return async (read) => {
    formatter.begin();
    const reading = read((view) => formatter.row(view));
    formatter.end();
    return reading;
  };
};

const runOnce = async (report: Report, args: Arguments, host: Host, plan: Plan): Promise<number> => {
  const problems: Problem[] = [];
  const out = new ByteWriter((bytes) => host.write(bytes));
  const meta = args.flag('meta') && !args.flag('quiet') ? new MetaEnvelope() : null;
  const print = await printer(plan, args, host, meta?.rows ?? out);
  const { rows, kernel, lookups } = await print((take) =>
    readReport(report, args, host, plan, problems, take),
  );
  const notice = lookups.holdersNotice;
  const warnings = [...problems.map(describeProblem), ...(notice === null ? [] : [notice])];
  meta?.write(
    { report, sources: kernel.notes, warnings, complete: problems.length === 0, now: host.now() },
    out,
  );
  out.flush();
  warnOf(problems, host);
  if (notice !== null && (host.stderr.isTerminal || lookups.sawDenied)) host.warn(`procnet: ${notice}\n`);
  const decided = plan.conclude(host, rows);
  if (decided !== null) return decided;
  if (args.flag('strict') && problems.length > 0) return ExitCode.partial;
  return rows === 0 && (args.flag('quiet') || args.flag('exit-code')) ? ExitCode.noMatch : ExitCode.ok;
};
