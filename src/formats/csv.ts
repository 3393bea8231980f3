import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import type { Format, Formatter } from './format.ts';
import { type CellWriter, isWord, plainWriter, valueText, wordWriter } from './value.ts';

const comma = 0x2c;
const lineFeed = 0x0a;

/** RFC 4180: quotes around what holds a comma, a quote, a line end, or blanks at its edge, which some readers eat. */
const needsQuotes = /[",\r\n]|^ | $|^$/;

const cellText = (value: NonNullable<Value>): string => {
  const text = valueText(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Null is an empty cell, an empty text is `""`. */
const cell = (column: BoundColumn): CellWriter => {
  if (isWord(column)) return wordWriter(column, cellText);
  return (
    plainWriter(column) ??
    ((view, out) => {
      const value = column.read(view);
      if (value !== null) out.text(cellText(value));
      return value !== null;
    })
  );
};

export const csv: Format = ({ columns, header }, out: ByteWriter): Formatter => {
  const cells = columns.map(cell);
  return {
    begin() {
      if (header) out.text(`${columns.map(({ name }) => name).join(',')}\n`);
    },
    row(view) {
      for (let at = 0; at < cells.length; at++) {
        if (at > 0) out.byte(comma);
        cells[at]!(view, out);
      }
      out.byte(lineFeed);
      out.endRow();
    },
    end: () => {},
  };
};
