import type { Lines } from '../core/report.ts';
import type { Row } from './row.ts';
import { Seen } from './seen.ts';

/** Passes over rows whose `tokens` came before: a live table is read page by page while it changes, so rows repeat. */
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
