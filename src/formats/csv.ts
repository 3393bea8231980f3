import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import type { Cell } from './cell.ts';
import type { Format, Formatter } from './format.ts';
import { RowWriter } from './row-writer.ts';
import { type CellWriter, isWord, keepingLast, plainWriter, valueText, wordWriter } from './value.ts';

/** RFC 4180: quotes text with a comma, a quote, a line break, or leading or trailing spaces, which some readers strip. */
const needsQuotes = /[",\r\n]|^ | $|^$/;

/** Null is an empty cell; an empty text is `""`. */
const cellText = (value: Value): string => {
  if (value === null) return '';
  const text = valueText(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const writerOf = (column: BoundColumn): CellWriter => {
  if (isWord(column)) return wordWriter(column, cellText);
  return plainWriter(column) ?? textWriter(column);
};

const textWriter = (column: BoundColumn): CellWriter => {
  const textOf = keepingLast(cellText);
  return (view, out) => {
    out.text(textOf(column.read(view)));
    return true;
  };
};

const cell = (column: BoundColumn, at: number): Cell => {
  const write = writerOf(column);
  return {
    column,
    before: at === 0 ? '' : ',',
    write(view, out) {
      write(view, out);
      return 0;
    },
    spell: cellText,
    plain: { quote: '', stars: false, port: null },
    width: 0,
    alignRight: false,
  };
};

export const csv: Format = ({ columns, header }, out: ByteWriter): Formatter => {
  const rows = new RowWriter(columns.map(cell), '\n', out);
  return {
    begin() {
      if (header) out.text(`${columns.map(({ name }) => name).join(',')}\n`);
    },
    row(view) {
      rows.row(view);
      out.endRow();
    },
    end: () => {},
  };
};
