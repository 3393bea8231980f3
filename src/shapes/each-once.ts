import type { Lines } from '../core/report.ts';
import type { Row } from './row.ts';
import { Seen } from './seen.ts';

/** Skips rows whose `tokens` were seen before. A live table changes while it is read page by page, so rows may repeat. */
export function* eachOnce<R extends Row>(
  lines: Lines | null,
  rows: Iterable<R>,
  tokens: readonly number[],
): Generator<R> {
  if (lines === null) return;
  const seen = new Seen(lines);
  for (const row of rows) {
    seen.begin();
    for (const token of tokens) seen.text(row.bytes, row.startOf(token), row.endOf(token));
    if (seen.isNew()) yield row;
  }
}
