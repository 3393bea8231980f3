import type { BoundColumn } from '../core/column.ts';

const blocks = '▁▂▃▄▅▆▇█';
const ascii = '_.-~=+*#';

/** Columns of a terminal that the last values take, however many are known by now. */
export const sparkWidth = 12;

/** The last `width` values as bars, the largest of them as the highest. Unknown values are gaps. */
export const sparkline = (values: readonly (number | null)[], width: number, isAscii: boolean): string => {
  const shown = values.slice(-width);
  const bars = isAscii ? ascii : blocks;
  const most = shown.reduce<number>((high, value) => Math.max(high, value ?? 0), 0);
  return shown
    .map((value) => {
      if (value === null) return ' ';
      if (most === 0) return bars[0];
      return bars[Math.min(bars.length - 1, Math.round((value / most) * (bars.length - 1)))];
    })
    .join('');
};

/** Whether a column holds the rates of the last samples. */
const isTrend = ({ kind, unit }: BoundColumn): boolean => kind === 'numbers' && unit === 'per second';

/** A column of rates as bars, the newest always in the same place; any other column as it is. */
export const drawn = (column: BoundColumn, isAscii: boolean): BoundColumn =>
  isTrend(column)
    ? {
        ...column,
        text: (values: readonly (number | null)[]) =>
          sparkline(values, sparkWidth, isAscii).padStart(sparkWidth),
      }
    : column;
