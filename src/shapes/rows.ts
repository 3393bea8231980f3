import type { Field } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { check, isEmptyLine, Row } from './row.ts';

export type RowLayout<R extends Row = Row> = {
  /** Words that identify the header; omitted if the file has none. */
  readonly header?: readonly string[];
  readonly fields: readonly Field[];
  /** Called with the header, for files whose columns vary between kernels. */
  readonly onHeader?: (header: R) => void;
  /** Checks the row as a whole and reports errors; false if the row is unusable. */
  readonly isUsable?: (lines: Lines, row: R) => boolean;
};

/** Whether the line contains the header's words, in any layout, because headers need not line up with rows. */
const isHeader = (row: Row, words: readonly string[]): boolean => {
  const found = new Set<string>();
  for (let token = 0; token < row.count; token++) found.add(row.text(token).toLowerCase());
  return words.every((word) => found.has(word.toLowerCase()));
};

/** One row per line, with or without a header. The view is reused; a table may pass a subclass of its own. */
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
