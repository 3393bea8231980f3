import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

/** The report of that name or alias. `others` are further words that could have been meant. */
export const reportNamed = (
  reports: readonly Report[],
  word: string,
  others: readonly string[] = [],
): Report => {
  const found = reports.find(({ name, aliases }) => name === word || aliases.includes(word));
  if (found !== undefined) return found;
  const near = nearest(word, [...reports.flatMap(({ name, aliases }) => [name, ...aliases]), ...others]);
  const hint = near === null ? 'see procnet --help' : `did you mean "${near}"?`;
  throw new UsageError(`unknown command "${visible(word)}"; ${hint}`);
};
