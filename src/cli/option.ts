import type { Kind } from '../core/column.ts';
import type { Report } from '../core/report.ts';

/** One command-line option: the parser, the help, the manual and the completions all read this list. */
export type Option = {
  readonly name: string;
  readonly short?: string;
  /** Other long spellings. */
  readonly aliases?: readonly string[];
  /** A word for the value in help; without it the option is a switch. */
  readonly value?: string;
  /** May be given several times, and holds a comma list. */
  readonly list?: true;
  readonly choices?: readonly string[];
  readonly help: string;
  readonly group: 'Rows' | 'Columns' | 'Output' | 'Source' | 'Repeat';
  /** Which reports have it; all without it. */
  readonly on?: (report: Report) => boolean;
};

export const named =
  (...names: readonly string[]) =>
  (report: Report): boolean =>
    names.includes(report.name);

export const hasKind =
  (kind: Kind) =>
  (report: Report): boolean =>
    report.columns.some((column) => column.kind === kind);
