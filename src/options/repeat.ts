import { UsageError } from '../core/errors.ts';
import type { Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';
import { visible } from '../core/text.ts';
import { wholeNumber } from './numbers.ts';

/** Limits for the seconds between samples: the shortest that does not burden a busy machine, and a day. */
const shortest = 0.1;
const longest = 86_400;

const milliseconds = (text: string, option: string): number => {
  const seconds = /^(\d{1,5}(\.\d{1,9})?|\.\d{1,9})$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= shortest && seconds <= longest) return seconds * 1000;
  throw new UsageError(
    `${option}: expected seconds, from ${shortest} to ${longest} (got "${visible(text)}")`,
    option,
  );
};

const isNotWatched = ({ isWatched }: Report): string | null => (isWatched ? null : 'cannot be repeated');

const hasNoCounters = ({ columns }: Report): string | null =>
  columns.some(({ kind }) => kind === 'counter') ? null : 'has no counters';

/** Repeated readings, and comparison with an earlier one. */
export const repeatOptions = {
  interval: {
    value: 'SECONDS',
    help: 'Sample every SECONDS (0.1 to 86400) and show how counters change, in tables with a sparkline; gauges are re-read.',
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
