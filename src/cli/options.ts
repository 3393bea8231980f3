import type { Report } from '../core/report.ts';
import type { Option } from './option.ts';
import { outputOptions } from './output-options.ts';
import { rowOptions } from './row-options.ts';

export type { Option };

export const options: readonly Option[] = [...rowOptions, ...outputOptions];

export const optionsOf = (report: Report): readonly Option[] =>
  options.filter(({ on }) => on?.(report) ?? true);
