import { UsageError } from '../core/errors.ts';
import type { Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';
import { visible } from '../core/text.ts';
import { duration } from './durations.ts';
import { wholeNumber } from './numbers.ts';

/** Milliseconds between samples that do not burden a busy machine. */
const shortest = 100;

const milliseconds = (text: string, option: string): number => {
  const value = duration(text, option);
  if (value >= shortest) return value;
  throw new UsageError(`${option}: must be at least ${shortest} ms (got "${visible(text)}")`, option);
};

const isNotWatched = ({ isWatched }: Report): string | null => (isWatched ? null : 'cannot be repeated');

const hasNoCounters = ({ columns }: Report): string | null =>
  columns.some(({ kind }) => kind === 'counter') ? null : 'has no counters';

/** Repeated readings, and comparison with an earlier one. */
export const repeatOptions = {
  interval: {
    value: 'TIME',
    help: 'Sample every TIME (such as 5, 500ms or 2m; at least 100ms) and show how counters change, in tables with a sparkline; gauges are re-read.',
    group: 'Repeat',
    lacking: isNotWatched,
    set: ({ repeat }, [word], name) => {
      repeat.interval = milliseconds(word!, name);
    },
  },
  count: {
    value: 'N',
    help: 'With --interval: stop after N samples.',
    group: 'Repeat',
    lacking: isNotWatched,
    set: ({ repeat }, [word], name) => {
      repeat.count = wholeNumber(word!, name, 1, Number.MAX_SAFE_INTEGER);
    },
  },
  since: {
    value: 'FILE',
    help: 'Show the change since FILE, earlier --json output of the same report; also per second if it includes --meta.',
    group: 'Repeat',
    lacking: hasNoCounters,
    completes: () => ({ from: 'files' }),
    set: ({ repeat }, [word]) => {
      repeat.since = word!;
    },
  },
} as const satisfies Options<Draft>;
