import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';

/** Between bars a bar would end the cell, and a star or an angle bracket would be taken for markup. */
const cell = (text: string): string => text.replaceAll(/[|<*\\]/g, (sign) => `\\${sign}`);

const row = ({ name, kind, unit, optional, help }: BoundColumn): string => {
  const type = unit === undefined ? kind : `${kind}, ${unit}`;
  return `| \`${name}\`${optional ? ' ○' : ''} | ${type} | ${cell(help)} |`;
};

/** The columns of a report as a Markdown table. ○ marks those that are off until asked for. */
export const columnTable = ({ columns }: Report): string =>
  ['| column | type | meaning |', '|---|---|---|', ...columns.map(row)].join('\n');

const marked = /(<!-- columns:(\w+) -->\n)[\s\S]*?(<!-- \/columns -->)/g;

/** The text with every table between `<!-- columns:conns -->` and `<!-- /columns -->` made anew. */
export const withColumnTables = (text: string, reports: readonly Report[]): string =>
  text.replaceAll(marked, (_, begin: string, name: string, end: string) => {
    const report = reports.find((each) => each.name === name);
    if (report === undefined) throw new Error(`README: there is no report ${name} to make a table of`);
    return `${begin}${columnTable(report)}\n${end}`;
  });
