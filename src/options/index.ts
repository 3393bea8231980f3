import type { Option, Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';
import { outputOptions } from './output.ts';
import { repeatOptions } from './repeat.ts';
import { rowOptions } from './rows.ts';
import { sourceOptions } from './source.ts';

/** Options of every report that has the kind of columns they need. */
export const commonOptions = { ...rowOptions, ...outputOptions, ...repeatOptions, ...sourceOptions };

/** Every option by key, including those the report lacks. */
export const allOptionsOf = (report: Report): Options<Draft> => ({
  ...rowOptions,
  ...report.options,
  ...outputOptions,
  ...repeatOptions,
  ...sourceOptions,
});

/** Why the report lacks the option; null if it has it. */
export const lackingReason = ({ lacking }: Option<Draft>, report: Report): string | null =>
  lacking?.(report) ?? null;

/** The report's options. */
export const optionsOf = (report: Report): Options<Draft> =>
  Object.fromEntries(
    Object.entries(allOptionsOf(report)).filter(([, option]) => lackingReason(option, report) === null),
  );
