import { chosenRules } from '../check/choose.ts';
import { UsageError } from '../core/errors.ts';
import type { MeasuringDraft } from '../options/pages/metrics.ts';
import type { MetricsRequest } from './request.ts';

/** Builds the request from options. Throws `UsageError`. */
export const metricsRequest = ({ source, maxSeries, skip }: MeasuringDraft): MetricsRequest => {
  if (source.allNetns === true && source.netns !== undefined)
    throw new UsageError('--netns and --all-netns cannot be used together', '--all-netns');
  if (source.from !== undefined && source.proc !== undefined)
    throw new UsageError('--from cannot be combined with --proc', '--from');
  return { source, maxSeries, rules: chosenRules([], skip, false) };
};
