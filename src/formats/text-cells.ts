import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import { isNumeric } from '../core/column.ts';
import { displayWidth, visible } from '../core/text.ts';
import type { Cell, PlainCell } from './cell.ts';
import { type CellWriter, isWord, keepingLast, once, plainWriter, valueText } from './value.ts';

const colon = 0x3a;
const star = 0x2a;
const dash = 0x2d;

/** One column of text output: a column, or an address together with its port. */
export type TextCell = Cell & { readonly heading: string };

/** The cells of text output, in column order. */
export const textCells = (columns: readonly BoundColumn[]): readonly TextCell[] => {
  const cells: TextCell[] = [];
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at]!;
    const next = columns[at + 1];
    if (column.port !== undefined && next?.name === column.port) {
      cells.push(endpointCell(column, next));
      at++;
    } else cells.push(column.port === undefined ? singleCell(column) : addressCell(column));
  }
  return cells;
};

const orDash =
  (write: CellWriter): TextCell['write'] =>
  (view, out) => {
    const start = out.length;
    if (!write(view, out)) out.byte(dash);
    return out.length - start;
  };

/** A leading or trailing space in a name is invisible and would be lost when trailing spaces are stripped. */
const edgeSpace = /^ | $/;

/** A value in the column's own text form, if it has one. */
const shownAs = ({ kind, text }: BoundColumn, value: NonNullable<Value>, view: never): string => {
  const shown = text === undefined ? valueText(value) : visible(text(value as never, view));
  if (kind === 'numbers') return shown;
  return edgeSpace.test(shown) ? shown.replace(edgeSpace, '\\x20').replace(edgeSpace, '\\x20') : shown;
};

/** `-` for null. */
const spelled = (column: BoundColumn, value: Value, view: never): string =>
  value === null ? '-' : shownAs(column, value, view) || '""';

const wordCell = (column: BoundColumn): TextCell['write'] => {
  let row: never;
  const wordOf = once((value) => {
    const shown = spelled(column, value, row);
    return { bytes: Buffer.from(shown), width: displayWidth(shown) };
  });
  return (view, out) => {
    const value = column.read(view);
    if (value === null) {
      out.byte(dash);
      return 1;
    }
    row = view;
    const { bytes, width } = wordOf(value);
    out.word(bytes);
    return width;
  };
};

/** A cell for names or for values with a text form. */
const nameCell = (column: BoundColumn): TextCell['write'] => {
  let row: never;
  const show = (value: Value) => {
    const shown = spelled(column, value, row);
    return { shown, width: displayWidth(shown) };
  };
  const shownOf = column.text === undefined ? keepingLast(show) : show;
  return (view, out) => {
    const value = column.read(view);
    if (value === null) {
      out.byte(dash);
      return 1;
    }
    row = view;
    const { shown, width } = shownOf(value);
    out.text(shown);
    return width;
  };
};

const writerOf = (column: BoundColumn): TextCell['write'] => {
  if (isWord(column)) return wordCell(column);
  const plain = column.text === undefined ? plainWriter(column) : null;
  return plain === null ? nameCell(column) : orDash(plain);
};

/** A cell before its column's width is known. */
const cellOf = (
  heading: string,
  column: BoundColumn,
  write: TextCell['write'],
  plain: PlainCell | null,
): TextCell => ({
  heading,
  column,
  before: '',
  write,
  spell: (value, view) => spelled(column, value, view),
  plain: column.text === undefined ? plain : null,
  width: 0,
  alignRight: isNumeric(column.kind),
});

const headingOf = ({ name, heading }: BoundColumn): string => heading ?? name;

const singleCell = (column: BoundColumn): TextCell =>
  cellOf(headingOf(column), column, writerOf(column), { quote: '', stars: false, port: null });

/** Writes an address for human readers: `*` for any, IPv6 in brackets if a port follows. False for null. */
const writeAddress = (column: BoundColumn, brackets: boolean): CellWriter => {
  const write: CellWriter =
    column.put ??
    ((view, out) => {
      const value = column.read(view);
      if (value !== null) out.text(shownAs(column, value, view));
      return value !== null;
    });
  return (view, out) => {
    const start = out.length;
    if (!write(view, out)) return false;
    if (isAnyAddress(out, start)) {
      out.length = start;
      out.byte(star);
    } else if (brackets && hasColon(out, start)) bracket(out, start);
    return true;
  };
};

/** Whether the bytes are `0.0.0.0` or `::`. */
const isAnyAddress = ({ bytes, length }: ByteWriter, start: number): boolean =>
  length - start === 2
    ? bytes[start] === colon
    : length - start === 7 &&
      bytes[start] === 0x30 &&
      bytes[start + 1] === 0x2e &&
      bytes[start + 2] === 0x30 &&
      bytes[start + 4] === 0x30 &&
      bytes[start + 6] === 0x30;

/** Whether it is IPv6, whose first group has at most four digits. */
const hasColon = ({ bytes, length }: ByteWriter, start: number): boolean => {
  const end = Math.min(length, start + 5);
  for (let at = start; at < end; at++) if (bytes[at] === colon) return true;
  return false;
};

const bracket = (out: ByteWriter, start: number): void => {
  out.reserve(2);
  out.bytes.copyWithin(start + 1, start, out.length);
  out.bytes[start] = 0x5b;
  out.bytes[out.length + 1] = 0x5d;
  out.length += 2;
};

const addressCell = (column: BoundColumn): TextCell =>
  cellOf(headingOf(column), column, orDash(writeAddress(column, false)), {
    quote: '',
    stars: true,
    port: null,
  });

const endpointCell = (address: BoundColumn, port: BoundColumn): TextCell => {
  const write = writeAddress(address, true);
  const writeBoth: TextCell['write'] = (view, out) => {
    const start = out.length;
    if (!write(view, out)) {
      out.byte(dash);
      return 1;
    }
    const number = port.read(view) as number | null;
    if (number === null) return out.length - start;
    out.byte(colon);
    if (number === 0) out.byte(star);
    else if (port.text === undefined) out.decimal(number);
    else out.text(shownAs(port, number, view));
    return out.length - start;
  };
  const plain = port.text === undefined ? ({ quote: '', stars: true, port } as const) : null;
  return cellOf(address.heading ?? `${address.name}:${port.name}`, address, writeBoth, plain);
};
