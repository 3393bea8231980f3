import type { BoundColumn } from '../../core/column.ts';
import { isNumeric } from '../../core/column.ts';
import { UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { PlainRow } from '../../query/copy.ts';
import { compileExpression } from '../../query/expression/compile.ts';
import { columnNamed } from '../../query/select.ts';
import { companionsOf, countersOf } from '../../samples/change.ts';
import { whyIncomplete } from '../completeness.ts';
import { counted } from '../phrases.ts';
import { type Evidence, type Found, type Reading, rowsOf } from '../readings.ts';
import { comparedWith } from './compared.ts';
import type { Context } from './context.ts';
import { judgement, type Test } from './judgement.ts';
import { inCondition, padded } from './measure.ts';
import { areAllFound, missingName, namesIn } from './names.ts';
import { anything, atLeast, atMost, exactly, holdsFor, known, type Possible } from './possible.ts';
import type { Measure, Part, Subject } from './syntax.ts';

type Measured = Extract<Subject, { kind: 'measure' }>;

type Numeric = number | bigint;

const ascending = (one: Numeric, other: Numeric): number => (one < other ? -1 : one > other ? 1 : 0);

/** Counters stay exact; a rate is a fraction. */
const sum = (values: readonly Numeric[]): Numeric =>
  values.every((value) => typeof value === 'bigint')
    ? values.reduce((total, value) => total + value, 0n)
    : values.reduce<number>((total, value) => total + Number(value), 0);

/** A function's result for the known values. `isExact`: no value is unknown and no row missing. */
type Function = (values: readonly Numeric[], isExact: boolean) => Possible;

const total: Function = (values, isExact) => (isExact ? exactly : atLeast)(sum(values));

const functions: Readonly<Record<Exclude<Measure, 'count'>, Function>> = {
  value: ([only, ...more], isExact) =>
    only !== undefined && more.length === 0 && isExact ? exactly(only) : anything,
  delta: total,
  rate: total,
  sum: total,
  min(values, isExact) {
    const least = values.toSorted(ascending)[0];
    return least === undefined ? anything : (isExact ? exactly : atMost)(least);
  },
  max(values, isExact) {
    const most = values.toSorted(ascending).at(-1);
    return most === undefined ? anything : (isExact ? exactly : atLeast)(most);
  },
};

const isNeededTwice: ReadonlySet<Measure> = new Set(['delta', 'rate']);

/** Looks up a column name as elsewhere, but with errors at the position in the condition. */
const lookUp = (columns: readonly BoundColumn[], { text, at }: Part, context: Context): BoundColumn => {
  try {
    return columnNamed(columns, text, 'column');
  } catch (error) {
    if (error instanceof UsageError) throw context.error(error.message.replace(/^column: /, ''), at);
    throw error;
  }
};

/** The column that the function measures. */
const measuredColumn = (
  report: Report,
  { measure, column }: Measured,
  context: Context,
): BoundColumn | null => {
  if (column === null) return null;
  const found = lookUp(report.columns, column, context);
  if (!isNumeric(found.kind) || found.kind === 'port')
    throw context.error(`${found.name} is not a number`, column.at);
  if (!isNeededTwice.has(measure)) return found;
  const counters = countersOf(report);
  const at = counters.indexOf(found);
  if (at < 0)
    throw context.error(`${found.name} is not a counter, so it has no ${measure}; use value`, column.at);
  const { delta, rate } = companionsOf(counters)[at]!;
  return {
    ...found,
    name: measure === 'delta' ? delta : rate,
    kind: measure === 'delta' ? 'counter' : 'rate',
  };
};

/** `snmp.TcpExtListenDrops` is short for `snmp.value where key = TcpExtListenDrops`. */
const spelledOut = (report: Report, subject: Measured): Measured => {
  const { column, where } = subject;
  const isColumn = report.columns.some(({ name }) => name.toLowerCase() === column?.text.toLowerCase());
  if (column === null || isColumn || where !== null || !report.names?.includes('key')) return subject;
  return {
    ...subject,
    column: { text: countersOf(report)[0]!.name, at: column.at },
    where: { text: `key = ${column.text}`, at: 0 },
  };
};

const showsAtMost = 20;

const detailOf = (
  { measure }: Measured,
  possible: Possible,
  { rows }: Found<unknown>,
  why: string | null,
): string => {
  const number = known(possible);
  if (measure === 'count') return number === null ? (why ?? '') : counted(rows.length, 'row');
  if (number !== null) return `${measure} is ${String(number)}`;
  if (why !== null) return why;
  if (rows.length === 0) return 'no row matches';
  return measure === 'value' && rows.length > 1
    ? `${rows.length} rows match, but value requires exactly one`
    : 'a value is unknown';
};

/** `count(…)`, `value(…)` and so on, for a resolved report. */
export const isMeasured = (given: Measured, evidence: Evidence, context: Context): Test => {
  const { report } = evidence;
  const subject = spelledOut(report, given);
  const { measure, where } = subject;
  const column = measuredColumn(report, subject, context);
  const limit = comparedWith(subject.limit, column ?? { kind: 'integer' }, context);
  if (where !== null)
    inCondition({ error: context.error }, () =>
      compileExpression(padded(where), report.columns, context.meanings),
    );
  const names = where === null ? [] : namesIn(where.text, report);
  const shown = new Set([...report.identity, ...(column === null ? [] : [column.name])]);
  const reading: Reading = rowsOf(evidence as Evidence<PlainRow>, [...shown], where?.text ?? null);
  const everyName: Reading = rowsOf(evidence as Evidence<PlainRow>, report.names ?? []);
  return {
    readings: names.length === 0 ? [reading] : [reading, everyName],
    judge(sample) {
      const found = sample.of(reading);
      const named = names.length === 0 ? null : sample.of(everyName);
      const missing = named === null || whyIncomplete(named) !== null ? null : missingName(names, named.rows);
      if (missing !== null) return judgement(null, `this kernel has no counter ${missing}`);
      const isWhole = named !== null && areAllFound(where!.text, names, named.rows);
      const why = whyIncomplete(isWhole ? { ...found, omitted: null } : found);
      const possible =
        column === null
          ? (why === null ? exactly : atLeast)(found.rows.length)
          : overValues(functions[measure as Exclude<Measure, 'count'>], found.rows, column, why);
      const holds = holdsFor(possible, limit.comparison, limit.number);
      const detail = detailOf(subject, possible, found, why);
      return judgement(holds, detail, found.rows.slice(0, showsAtMost), known(possible));
    },
  };
};

const overValues = (
  measure: Function,
  rows: readonly PlainRow[],
  { name }: BoundColumn,
  why: string | null,
): Possible => {
  const values = rows.map((row) => row[name] as Numeric | null);
  const present = values.filter((value) => value !== null);
  return measure(present, why === null && present.length === values.length);
};
