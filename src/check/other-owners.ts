import type { BoundColumn, Holder } from '../core/column.ts';
import { valueText } from '../formats/value.ts';
import type { Condition } from './conditions/compile.ts';
import type { NearMisses } from './near-misses.ts';
import { counted } from './phrases.ts';
import type { Reading, Sample } from './readings.ts';

/** A socket's holders under a column name that no expression uses. */
const owners = 'owners';

/** Hides a column's values, so that testing it is undecided. */
const hidden = (column: BoundColumn): BoundColumn => ({ ...column, read: () => null, hides: () => true });

const mostShown = 3;

const distinct = (rows: readonly { readonly [owners]: unknown }[]): readonly string[] => {
  const names = rows.map((row) => {
    const holders = row[owners] as readonly Holder[] | null;
    return holders === null ? 'a hidden process' : valueText(holders);
  });
  return [...new Set(names)].slice(0, mostShown);
};

/** Rows that would match with different owners, because another program uses the port. */
export const ofOtherOwners = ({ readings }: Condition): NearMisses => {
  const [asked] = readings;
  const holders = asked?.evidence.report.columns.find(({ kind }) => kind === 'list');
  if (asked === undefined || asked.where === null || holders === undefined)
    return { readings: [], of: () => [] };
  const { evidence, where } = asked;
  const columns = evidence.report.columns.map((column) =>
    column.needs === 'owners' ? hidden(column) : column,
  );
  const report = { ...evidence.report, columns: [...columns, { ...holders, name: owners }] };
  const reading: Reading<{ readonly [owners]: unknown }> = {
    evidence: { ...evidence, report, isCompared: false },
    where,
    columns: [owners],
    takesUndecided: true,
  };
  return {
    readings: [reading],
    of(sample: Sample) {
      const { rows, undecided } = sample.of(reading);
      return undecided === 0
        ? []
        : [`${counted(rows.length, 'row')} would match with another owner: ${distinct(rows).join(', ')}`];
    },
  };
};
