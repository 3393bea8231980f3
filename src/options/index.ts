import type { Option, Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';
import { outputOptions } from './output.ts';
import { repeatOptions } from './repeat.ts';
import { rowOptions } from './rows.ts';
import { sourceOptions } from './source.ts';

/** What can be asked of any report that has what the option is about. */
export const commonOptions = { ...rowOptions, ...outputOptions, ...repeatOptions, ...sourceOptions };

/** Every option by its key, those that this report lacks too. */
export const allOptionsOf = (report: Report): Options<Draft> => ({
  ...rowOptions,
  ...report.options,
  ...outputOptions,
  ...repeatOptions,
  ...sourceOptions,
});

/** Why the report does not have the option; null where it does. */
export const lackingReason = ({ lacking }: Option<Draft>, report: Report): string | null =>
  lacking?.(report) ?? null;

/** The options that the report has. */
export const optionsOf = (report: Report): Options<Draft> =>
  Object.fromEntries(
    Object.entries(allOptionsOf(report)).filter(([, option]) => lackingReason(option, report) === null),
  );
