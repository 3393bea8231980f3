import type { BoundColumn } from '../core/column.ts';

const blocks = '▁▂▃▄▅▆▇█';
const ascii = '_.-~=+*#';

/** Width of a sparkline in terminal columns, however many values are known so far. */
export const sparkWidth = 12;

/** The last `width` values as bars, scaled to the largest. Unknown values are gaps. */
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

/** Whether a column contains the rates of the last samples. */
const isTrend = ({ kind, unit }: BoundColumn): boolean => kind === 'numbers' && unit === 'per second';

/** Draws a column of rates as bars, with the newest always in the same place; other columns are unchanged. */
export const drawn = (column: BoundColumn, isAscii: boolean): BoundColumn =>
  isTrend(column)
    ? {
        ...column,
        text: (values: readonly (number | null)[]) =>
          sparkline(values, sparkWidth, isAscii).padStart(sparkWidth),
      }
    : column;
