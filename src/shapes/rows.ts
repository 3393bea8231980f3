import type { Field } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { check, isEmptyLine, Row } from './row.ts';

export type RowLayout = {
  /** Words by which the header is known; without it the file has none. */
  readonly header?: readonly string[];
  readonly fields: readonly Field[];
};

/** Whether the line holds the words of the header, in any layout: headers and rows are not aligned with each other. */
export const isHeader = (row: Row, words: readonly string[]): boolean => {
  const found = new Set<string>();
  for (let token = 0; token < row.count; token++) found.add(row.text(token).toLowerCase());
  return words.every((word) => found.has(word.toLowerCase()));
};

/** One row a line: `arp`, `route`, `ipv6_route`, `if_inet6`, `packet`, `netlink`. The view is reused. */
export function* rows(lines: Lines | null, layout: RowLayout): Generator<Row> {
  if (lines === null) return;
  const row = new Row();
  let headerDue = layout.header !== undefined;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (headerDue) {
      headerDue = false;
      if (isHeader(row, layout.header!)) {
        lines.acceptHeader();
        continue;
      }
    }
    if (!check(lines, row, layout.fields)) continue;
    lines.accept();
    yield row;
  }
}
