import type { Report } from '../core/report.ts';
import { isPattern } from '../query/expression/glob.ts';
import { allOf } from '../query/expression/logic.ts';
import { countersOf } from '../samples/change.ts';
import { baselineOf, readSaved } from '../samples/saved.ts';
import { hasMoved, withChanges } from '../samples/with-changes.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';
import { type Plan, planQuery } from './plan.ts';
import { formatOf } from './request.ts';

const isText = (args: Arguments, host: Host): boolean =>
  ['table', 'plain'].includes(formatOf(args, host.stdout.isTerminal));

/** The report with what changed since the file, and from then on since the scan before. `clock` counts seconds. */
const comparedReport = (report: Report, args: Arguments, host: Host, clock: () => number): Report => {
  const path = args.text('since');
  return withChanges(report, {
    before: path === undefined ? null : baselineOf(readSaved(report, path), host.now(), clock()),
    clock,
    isText: isText(args, host),
    repeats: args.text('interval') !== undefined,
  });
};

/** In text, a list of counters leaves out those that stood still, unless it is told not to or they are named. */
const hidesIdle = (report: Report, args: Arguments, host: Host): boolean =>
  countersOf(report).length === 1 &&
  isText(args, host) &&
  !args.flag('quiet') &&
  !args.flag('zeros') &&
  args.words.every(isPattern);

/** What a command line asks of a report whose samples are compared. Counters that stood still are hidden, not zeros. */
export const planComparison = async (
  given: Report,
  args: Arguments,
  host: Host,
  clock: () => number,
): Promise<{ readonly report: Report; readonly plan: Plan }> => {
  const report = comparedReport(given, args, host, clock);
  const plan = await planQuery(report, args, 'json');
  if (!hidesIdle(given, args, host)) return { report, plan };
  const test = allOf([plan.query.test, hasMoved(given) as (view: never) => boolean]);
  return { report, plan: { ...plan, query: { ...plan.query, test } } };
};
