import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Holder, Value } from '../core/column.ts';
import { isNumeric } from '../core/column.ts';
import { jsonText } from '../core/text.ts';
import type { Format, Formatter, Layout } from './format.ts';
import { isWord, plainWriter, wordWriter } from './value.ts';

const quote = 0x22;

const holderJson = ({ pid, name, fd }: Holder): string =>
  `{"pid":${pid},"name":"${jsonText(name)}","fd":${fd}}`;

/** One value as JSON: numbers with all their digits, text without a raw control character. */
const valueJson = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${jsonText(value)}"`;
  if (Array.isArray(value)) return `[${value.map(holderJson).join(',')}]`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  return String(value);
};

type Member = (view: never, out: ByteWriter) => void;

/** A writer of `"name":value`, with what stands before it. */
const member = (column: BoundColumn, before: string): Member => {
  const key = `${before}"${column.name}":`;
  const absent = Buffer.from(`${key}null`);
  if (isWord(column)) {
    const write = wordWriter(column, (value) => key + valueJson(value));
    return (view, out) => {
      if (!write(view, out)) out.word(absent);
    };
  }
  const plain = plainWriter(column);
  const quoted = plain !== null && !isNumeric(column.kind);
  const start = Buffer.from(quoted ? `${key}"` : key);
  if (plain === null)
    return (view, out) => {
      out.word(start);
      out.text(valueJson(column.read(view)));
    };
  return (view, out) => {
    const { length } = out;
    out.word(start);
    if (plain(view, out)) {
      if (quoted) out.byte(quote);
      return;
    }
    out.length = length;
    out.word(absent);
  };
};

const object = ({ columns }: Layout, indent: string): Member => {
  const gap = indent === '' ? '' : `\n${indent}  `;
  const members = columns.map((column, at) => member(column, `${at === 0 ? '{' : ','}${gap}`));
  const close = indent === '' ? '}' : `\n${indent}}`;
  return (view, out) => {
    if (members.length === 0) out.text('{');
    for (const write of members) write(view, out);
    out.text(close);
  };
};

/** One array; a row a line where nobody looks, indented where somebody does. */
export const json: Format = (layout, out): Formatter => {
  const write = object(layout, layout.indent ? '  ' : '');
  const separator = layout.indent ? ',\n  ' : ',\n';
  let rows = 0;
  return {
    begin: () => out.text('['),
    row(view) {
      if (rows > 0) out.text(separator);
      else if (layout.indent) out.text('\n  ');
      rows++;
      write(view, out);
      out.endRow();
    },
    end: () => out.text(layout.indent && rows > 0 ? '\n]\n' : ']\n'),
  };
};

/** One object a line. */
export const ndjson: Format = (layout, out): Formatter => {
  const write = object(layout, '');
  return {
    begin: () => {},
    row(view) {
      write(view, out);
      out.byte(0x0a);
      out.endRow();
    },
    end: () => {},
  };
};
