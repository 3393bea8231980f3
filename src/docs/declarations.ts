import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';

const recordType = /(export type \w+ = \{\n)([\s\S]*?)(\n\};)/g;
/** A property with its previous docstring. */
const property = /^(?: {4}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)? {4}(\w+): (.*);$/gm;

const docOf = ({ help, unit }: BoundColumn, type: string): string =>
  [
    help,
    ...(unit === undefined ? [] : [`In ${unit}.`]),
    ...(type.includes('null') ? ['Null if unknown or not applicable.'] : []),
  ].join(' ');

/** The library's declarations, with column help as docstrings of record properties. */
export const withColumnDocs = (declarations: string, reports: readonly Report[]): string =>
  declarations.replace(recordType, (whole, begin: string, body: string, end: string) => {
    const names = [...body.matchAll(property)].map(([, name]) => name!);
    const report = reports.find(
      ({ columns }) => columns.length === names.length && columns.every(({ name }) => names.includes(name)),
    );
    if (report === undefined) return whole;
    const documented = body.replace(property, (_, name: string, type: string) => {
      const column = report.columns.find((each) => each.name === name)!;
      return `    /** ${docOf(column, type)} */\n    ${name}: ${type};`;
    });
    return begin + documented + end;
  });
