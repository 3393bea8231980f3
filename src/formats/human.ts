import type { BoundColumn, Unit } from '../core/column.ts';

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Units of things that are counted, as opposed to measured. */
const countUnits: ReadonlySet<Unit> = new Set([
  'packets',
  'pages',
  'segments',
  'datagrams',
  'sockets',
  'rows',
]);

/** Scales to three digits and a unit prefix. */
const scaled = (value: number, base: number, units: readonly string[]): string => {
  let rest = Math.abs(value);
  let unit = 0;
  while (rest >= base - 0.5 && unit < units.length - 1) {
    rest /= base;
    unit++;
  }
  const digits = (unit === 0 && Number.isInteger(rest)) || rest >= 99.95 ? 0 : 1;
  return `${value < 0 ? '-' : ''}${rest.toFixed(digits)}${units[unit]}`;
};

const spelling = (column: BoundColumn): ((value: number) => string) | null => {
  const { kind, unit } = column;
  if (kind === 'rate' && unit === 'per second')
    return column.rateOf === 'bytes'
      ? (value) => `${scaled(value, 1024, binary)}/s`
      : (value) => `${scaled(value, 1000, decimal)}/s`;
  if (unit === 'bytes') return (value) => scaled(value, 1024, binary);
  const isCount = kind === 'counter' || (unit !== undefined && countUnits.has(unit));
  return isCount ? (value) => scaled(value, 1000, decimal) : null;
};

/** The column with bytes, counts and rates in human-readable units; unchanged if it measures anything else. */
export const humanized = (column: BoundColumn): BoundColumn => {
  const spell = spelling(column);
  return spell === null || column.text !== undefined
    ? column
    : { ...column, text: (value: never) => spell(Number(value)) };
};
