import type { Field } from '../core/field.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { check, isEmptyLine, mismatch, Row } from './row.ts';

/** A row that begins with a name and a colon; the tokens are what follows. */
export class KeyedRow extends Row {
  key = '';
}

/** `name: value value …`, as in `dev`. Old kernels glue the first value to the colon and allow colons in names. */
export function* keyedRows(lines: Lines | null, fields: readonly Field[]): Generator<KeyedRow> {
  if (lines === null) return;
  const row = new KeyedRow();
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    if (isColumnHeading(lines)) {
      lines.acceptHeader();
      continue;
    }
    const colon = keyEnd(lines);
    if (colon < 0) {
      lines.reject(null, mismatch('"name: numbers"', lines.bytes, lines.start, lines.end));
      continue;
    }
    row.move(lines.bytes, colon + 1, lines.end);
    row.key = nameBefore(lines, colon);
    if (!check(lines, row, fields)) continue;
    lines.accept();
    yield row;
  }
}

/** The two heading lines of `dev` are the only ones with bars. */
const isColumnHeading = ({ bytes, start, end, number }: Lines): boolean =>
  number <= 2 && bytes.subarray(start, end).includes(0x7c);

/** The last colon of the line: the numbers hold none, a name may. */
const keyEnd = ({ bytes, start, end }: Lines): number => {
  const at = bytes.subarray(start, end).lastIndexOf(0x3a);
  return at < 0 ? -1 : start + at;
};

const nameBefore = ({ bytes, start }: Lines, colon: number): string => {
  let at = start;
  while (at < colon && bytes[at] === 0x20) at++;
  return decodeName(bytes, at, colon);
};
