import { acrossNamespaces } from '../core/across-namespaces.ts';
import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Draft, Output, Repeat, Request } from '../core/request.ts';

/** A request for everything the report shows by default. */
export const draftOf = (report: Report): Draft => ({
  report,
  switches: report.switches(),
  source: {},
  filter: {},
  columns: null,
  extraColumns: [],
  sort: [],
  limit: Number.POSITIVE_INFINITY,
  countBy: null,
  having: [],
  output: {
    formats: new Set(),
    header: true,
    color: 'auto',
    resolve: false,
    meta: false,
    quiet: false,
    human: false,
  },
  exit: { exitCode: false, strict: false, rows: null },
  repeat: { interval: null, count: null, since: null },
});

const textFormats: ReadonlySet<string> = new Set(['table', 'plain']);

const outputOf = ({ output: { formats, ...output } }: Draft, usualFormat: string): Output => {
  const [format = usualFormat, ...others] = formats;
  if (others.length > 0)
    throw new UsageError(
      `${[format, ...others].map((name) => `--${name}`).join(' and ')} cannot be used together`,
      '--format',
    );
  if (output.meta && format !== 'json') throw new UsageError('--meta requires --json', '--meta');
  if (output.human && !textFormats.has(format))
    throw new UsageError('--human requires a text format: table or plain', '--human');
  return { ...output, format, isText: textFormats.has(format) };
};

const reportOf = ({ report, source }: Draft): Report => {
  if (source.allNetns !== true) return report;
  if (source.netns !== undefined)
    throw new UsageError('--netns and --all-netns cannot be used together', '--all-netns');
  return acrossNamespaces(report);
};

const repeatOf = ({ repeat, output }: Draft): Repeat => {
  if (repeat.count !== null && repeat.interval === null)
    throw new UsageError('--count requires --interval', '--count');
  if (output.meta && repeat.interval !== null)
    throw new UsageError(
      '--meta cannot be combined with --interval, because it describes a single sample',
      '--meta',
    );
  return { ...repeat, count: repeat.count ?? Number.POSITIVE_INFINITY };
};

const requireCounts = ({ having, countBy }: Draft): void => {
  if (having.length > 0 && countBy === null) throw new UsageError('--having requires --count-by', '--having');
};

const requireOneMoment = ({ source: { from, proc }, repeat }: Draft): void => {
  if (from === undefined) return;
  const other = proc !== undefined ? '--proc' : repeat.interval !== null ? '--interval' : '--since';
  if (proc !== undefined || repeat.interval !== null || repeat.since !== null)
    throw new UsageError(`--from cannot be combined with ${other}`, other);
};

/** The request after all options have been read. Throws `UsageError` for options that cannot be used together. */
export const completeDraft = (draft: Draft, usualFormat: string): Request => {
  requireCounts(draft);
  requireOneMoment(draft);
  return {
    ...draft,
    report: reportOf(draft),
    output: outputOf(draft, usualFormat),
    repeat: repeatOf(draft),
  };
};
