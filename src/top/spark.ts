const blocks = '▁▂▃▄▅▆▇█';
const ascii = '_.-~=+*#';

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
