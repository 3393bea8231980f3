import type { Value } from '../../core/column.ts';
import { displayWidth } from '../../core/text.ts';
import { valueText } from '../../formats/value.ts';
import type { PlainRow } from '../../query/copy.ts';

const mostShown = 10;

const cell = (value: Value | undefined): string =>
  value === null || value === undefined ? '-' : valueText(value) || '-';

const padded = (text: string, width: number): string => text + ' '.repeat(width - displayWidth(text));

/** Evidence as aligned lines under a heading: the first rows and the number of further ones. */
export const evidenceTable = (rows: readonly PlainRow[], most = mostShown): readonly string[] => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.slice(0, most).map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, at) => Math.max(...lines.map((line) => displayWidth(line[at]!))));
  const shown = lines.map((line) =>
    line
      .map((text, at) => padded(text, widths[at]!))
      .join('  ')
      .trimEnd(),
  );
  if (rows.length === 0) return [];
  return rows.length > most ? [...shown, `… ${rows.length - most} more`] : shown;
};
