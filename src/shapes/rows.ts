import type { Field } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { check, isEmptyLine, Row } from './row.ts';

export type RowLayout<R extends Row = Row> = {
  /** Words that identify the header; without them the file has none. */
  readonly header?: readonly string[];
  readonly fields: readonly Field[];
  /** Called with the header, for files whose columns depend on the kernel. */
  readonly onHeader?: (header: R) => void;
  /** Checks the row as a whole and reports what is wrong; false if the row cannot be used. */
  readonly isUsable?: (lines: Lines, row: R) => boolean;
};

/** Whether the line holds the words of the header, in any layout: headers and rows are not aligned with each other. */
export const isHeader = (row: Row, words: readonly string[]): boolean => {
  const found = new Set<string>();
  for (let token = 0; token < row.count; token++) found.add(row.text(token).toLowerCase());
  return words.every((word) => found.has(word.toLowerCase()));
};

/** One row a line, below a header or without one. The view is reused; a table may pass one that knows more of its rows. */
export function rows(lines: Lines | null, layout: RowLayout): Generator<Row>;
export function rows<R extends Row>(lines: Lines | null, layout: RowLayout<R>, row: R): Generator<R>;
export function* rows(lines: Lines | null, layout: RowLayout, row: Row = new Row()): Generator<Row> {
  if (lines === null) return;
  let headerDue = layout.header !== undefined;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (headerDue) {
      headerDue = false;
      if (isHeader(row, layout.header!)) {
        lines.acceptHeader();
        layout.onHeader?.(row);
        continue;
      }
    }
    if (!check(lines, row, layout.fields)) continue;
    if (layout.isUsable?.(lines, row) === false) continue;
    lines.accept();
    yield row;
  }
}
