import { type ListedRule, listedRules } from '../check/rules/list.ts';
import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { cell } from './markdown.ts';

const row = ({ name, heading, kind, unit, optional, help }: BoundColumn): string => {
  const type = unit === undefined ? kind : `${kind}, ${unit}`;
  return `| \`${name}\`${heading === undefined ? '' : `, \`${heading}\``}${optional ? (optional === true ? ' ○' : ' ◐') : ''} | ${type} | ${cell(help)} |`;
};

/** The columns of a report as a Markdown table. ○ marks those that are off until asked for, ◐ those that are off in text. */
export const columnTable = ({ columns }: Report): string =>
  ['| column | type | meaning |', '|---|---|---|', ...columns.map(row)].join('\n');

/** The page with the columns of every report. */
export const columnsPage = (reports: readonly Report[]): string =>
  [
    '# Columns',
    '',
    '○ marks columns that are shown only when asked for, with `--columns` or an option; ◐ those that text shows only then.',
    'Headings of text output follow the name; `--columns`, `--sort`, `--count-by` and expressions take both.',
    '',
    ...reports.flatMap((report) => [
      `## ${report.name}\n\n${columnTable(report)}\n`,
      ...Object.entries(report.variants ?? {}).map(
        ([option, variant]) => `## ${report.name} ${option}\n\n${columnTable(variant)}\n`,
      ),
    ]),
  ].join('\n');

const ruleRow = ({ rule, evidence, warn, critical, source }: ListedRule): string =>
  `| \`${rule}\` | ${[evidence, warn, critical, source].map(cell).join(' | ')} |`;

/** The rules of `check` as a Markdown table. */
const ruleTable = (): string =>
  [
    '| rule | evidence | warning | critical | source |',
    '|---|---|---|---|---|',
    ...listedRules().map(ruleRow),
  ].join('\n');

const rulesMarked = /(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/;

/** The text with the table of rules between `<!-- rules -->` and `<!-- /rules -->` made anew. */
export const withRuleTable = (text: string): string => {
  if (!rulesMarked.test(text)) throw new Error('README: there is no place for the table of rules');
  return text.replace(rulesMarked, (_, begin: string, end: string) => `${begin}\n${ruleTable()}\n\n${end}`);
};
