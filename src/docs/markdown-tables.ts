import { type ListedRule, listedRules } from '../check/rules/list.ts';
import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { cell } from './markdown.ts';

const row = ({ name, heading, kind, unit, optional, help }: BoundColumn): string => {
  const type = unit === undefined ? kind : `${kind}, ${unit}`;
  return `| \`${name}\`${heading === undefined ? '' : `, \`${heading}\``}${optional ? (optional === true ? ' ○' : ' ◐') : ''} | ${type} | ${cell(help)} |`;
};

/** A report's columns as a Markdown table. ○ marks those hidden by default, ◐ those hidden by default in text. */
export const columnTable = ({ columns }: Report): string =>
  ['| column | type | meaning |', '|---|---|---|', ...columns.map(row)].join('\n');

/** The page with every report's columns. */
export const columnsPage = (reports: readonly Report[]): string =>
  [
    '# Columns',
    '',
    '○ marks columns that are shown only if requested, with `--columns` or an option; ◐ those that are hidden by default only in text output.',
    'Headings of text output follow the name; `--columns`, `--sort`, `--count-by` and expressions accept both.',
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

/** `check`'s rules as a Markdown table. */
const ruleTable = (): string =>
  [
    '| rule | evidence | warning | critical | source |',
    '|---|---|---|---|---|',
    ...listedRules().map(ruleRow),
  ].join('\n');

const rulesMarked = /(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/;

/** Regenerates the table of rules between `<!-- rules -->` and `<!-- /rules -->`. */
export const withRuleTable = (text: string): string => {
  if (!rulesMarked.test(text)) throw new Error('CI.md: no markers for the table of rules');
  return text.replace(rulesMarked, (_, begin: string, end: string) => `${begin}\n${ruleTable()}\n\n${end}`);
};
