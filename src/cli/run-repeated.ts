import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';
import { describeProblem, ExitCode, type Problem, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Format, Formatter, Layout } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { outputColumns } from '../query/pipeline.ts';
import type { Arguments } from './arguments.ts';
import { planComparison } from './compared.ts';
import type { Host } from './host.ts';
import { layoutOf, readReport, warnOf } from './read-report.ts';
import { type Pace, repeat, type Schedule, SignalPace, signalCode } from './repeat.ts';
import { formatOf } from './request.ts';
import { canRedraw, endOfFrames, frame, screenSize } from './screen.ts';

/** Where samples go: `begin` and `end` stand around each one's rows, `close` behind the last. */
interface Sink {
  begin(time: string): Formatter;
  end(): void;
  close(): void;
}

const timeColumn = (now: () => string): BoundColumn => ({
  name: 'time',
  kind: 'text',
  help: 'When the sample was taken, in UTC.',
  read: now,
});

/** One document for programs: all samples under one header or in one array, each row with its time. */
const stream = (format: Format, layout: Layout, host: Host): Sink => {
  const out = new ByteWriter((bytes) => host.write(bytes));
  let now = '';
  const formatter = format({ ...layout, columns: [timeColumn(() => now), ...layout.columns] }, out);
  formatter.begin();
  return {
    begin(time) {
      now = time;
      return formatter;
    },
    end: () => out.flush(),
    close() {
      formatter.end();
      out.flush();
    },
  };
};

/** A block of text for each sample under its time; a terminal shows the last one only. */
const pages = (format: Format, layout: Layout, host: Host): Sink => {
  const redraws = canRedraw(host);
  let page: Buffer[] = [];
  const write = (bytes: Uint8Array): void => {
    if (redraws) page.push(Buffer.from(bytes));
    else host.write(bytes);
  };
  const out = new ByteWriter(write);
  let formatter: Formatter | null = null;
  return {
    begin(time) {
      const gap = formatter === null || redraws ? '' : '\n';
      if (layout.header) out.text(`${gap}${time}\n`);
      formatter = format({ ...layout, ...widthNow(layout, host, redraws) }, out);
      formatter.begin();
      return formatter;
    },
    end() {
      formatter?.end();
      out.flush();
      if (redraws) host.write(Buffer.from(frame(Buffer.concat(page).toString(), screenSize())));
      page = [];
    },
    close() {
      if (redraws) host.write(Buffer.from(endOfFrames));
    },
  };
};

/** COLUMNS holds as long as we run; a window can change its width. */
const widthNow = (layout: Layout, { env }: Host, redraws: boolean): Pick<Layout, 'width'> => ({
  width: redraws && !env['COLUMNS'] ? screenSize().columns || layout.width : layout.width,
});

const silent: Formatter = { begin: () => {}, row: () => {}, end: () => {} };
const nowhere: Sink = { begin: () => silent, end: () => {}, close: () => {} };

const sinkOf = async (layout: Layout, args: Arguments, host: Host): Promise<Sink> => {
  const name = formatOf(args, host.stdout.isTerminal);
  if (args.flag('meta'))
    throw new UsageError('--meta tells about one sample: it does not go with --interval', '--meta');
  if (args.flag('quiet')) return nowhere;
  return (name === 'table' || name === 'plain' ? pages : stream)(await formats[name](), layout, host);
};

/** What was said of the sample before is not said again: a broken line stays broken. */
class Warnings {
  #said: ReadonlySet<string> = new Set();
  any = false;

  say(problems: readonly Problem[], host: Host): void {
    warnOf(
      problems.filter((problem) => !this.#said.has(describeProblem(problem))),
      host,
    );
    this.#said = new Set(problems.map(describeProblem));
    this.any ||= problems.length > 0;
  }
}

/** `--interval`: reads, filters and prints the report again and again. Files are opened anew for each sample. */
export const runRepeated = async (
  given: Report,
  args: Arguments,
  host: Host,
  schedule: Schedule,
  pace: Pace & { release?(): void } = new SignalPace(),
): Promise<number> => {
  try {
    const { report, plan } = await planComparison(given, args, host, () => pace.now() / 1000);
    const sink = await sinkOf(layoutOf(outputColumns(plan.query), args, host), args, host);
    const warnings = new Warnings();
    let rows = 0;
    let decided: number | null | undefined;
    await repeat(schedule, pace, () => {
      const problems: Problem[] = [];
      const formatter = sink.begin(host.now().toISOString());
      rows += readReport(report, args, host, plan, problems, (view) => formatter.row(view)).rows;
      sink.end();
      warnings.say(problems, host);
      // What names nothing at first is an error, and not worth waiting for.
      if (decided === undefined) decided = plan.conclude(host, rows);
      return decided === null ? 'more' : 'enough';
    });
    sink.close();
    if (pace.stopped !== null) return signalCode(pace.stopped);
    if (typeof decided === 'number') return decided;
    if (args.flag('strict') && warnings.any) return ExitCode.partial;
    return rows === 0 && (args.flag('quiet') || args.flag('exit-code')) ? ExitCode.noMatch : ExitCode.ok;
  } finally {
    pace.release?.();
  }
};
