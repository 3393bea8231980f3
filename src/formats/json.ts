import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Holder, Value } from '../core/column.ts';
import { isNumeric } from '../core/column.ts';
import { jsonText } from '../core/text.ts';
import type { Cell } from './cell.ts';
import type { Format, Formatter, Layout } from './format.ts';
import { RowWriter } from './row-writer.ts';
import { type CellWriter, isWord, keepingLast, plainWriter, wordWriter } from './value.ts';

const quote = 0x22;
const absent = Buffer.from('null');

const holderJson = ({ pid, name, fd }: Holder): string =>
  `{"pid":${pid},"name":"${jsonText(name)}","fd":${fd}}`;

const itemJson = (item: Holder | string | number): string =>
  typeof item === 'object'
    ? holderJson(item)
    : typeof item === 'string'
      ? `"${jsonText(item)}"`
      : String(item);

/** A value as JSON, with all digits of numbers and no raw control characters in text. */
const valueJson = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${jsonText(value)}"`;
  if (Array.isArray(value)) return `[${value.map(itemJson).join(',')}]`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  return String(value);
};

const writerOf = (column: BoundColumn): CellWriter => {
  if (isWord(column)) return wordWriter(column, valueJson);
  const plain = plainWriter(column);
  if (plain === null) return textWriter(column);
  if (isNumeric(column.kind)) return plain;
  return (view, out) => {
    out.byte(quote);
    if (plain(view, out)) {
      out.byte(quote);
      return true;
    }
    out.length--;
    return false;
  };
};

const textWriter = (column: BoundColumn): CellWriter => {
  const textOf = keepingLast(valueJson);
  return (view, out) => {
    out.text(textOf(column.read(view)));
    return true;
  };
};

/** `"name":value`, with what precedes it. */
const member = (column: BoundColumn, before: string): Cell => {
  const write = writerOf(column);
  return {
    column,
    before: `${before}"${column.name}":`,
    write(view, out) {
      if (!write(view, out)) out.word(absent);
      return 0;
    },
    spell: valueJson,
    plain: { quote: '"', stars: false, port: null },
    width: 0,
    alignRight: false,
  };
};

const objects = ({ columns }: Layout, indent: string, end: string, out: ByteWriter): RowWriter => {
  const gap = indent === '' ? '' : `\n${indent}  `;
  const members = columns.map((column, at) => member(column, `${at === 0 ? '{' : ','}${gap}`));
  const close = indent === '' ? '}' : `\n${indent}}`;
  return new RowWriter(members, `${members.length === 0 ? '{' : ''}${close}${end}`, out);
};

/** An array; indented on a terminal, otherwise one row per line. */
export const json: Format = (layout, out): Formatter => {
  const rows = objects(layout, layout.indent ? '  ' : '', '', out);
  const separator = layout.indent ? ',\n  ' : ',\n';
  let count = 0;
  return {
    begin: () => out.text('['),
    row(view) {
      if (count > 0) out.text(separator);
      else if (layout.indent) out.text('\n  ');
      count++;
      rows.row(view);
      out.endRow();
    },
    end: () => out.text(layout.indent && count > 0 ? '\n]\n' : ']\n'),
  };
};

/** One object per line. */
export const ndjson: Format = (layout, out): Formatter => {
  const rows = objects(layout, '', '\n', out);
  return {
    begin: () => {},
    row(view) {
      rows.row(view);
      out.endRow();
    },
    end: () => {},
  };
};
