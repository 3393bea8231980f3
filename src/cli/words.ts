import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/text.ts';
import type { Arguments } from './arguments.ts';

/** What the words after a command mean: sockets are asked for in ss's own language, counters by patterns. */
export const expressionsOf = (report: Report, args: Arguments): readonly string[] => {
  const where = args.texts('where');
  return report.name === 'conns' && args.words.length > 0 ? [args.words.join(' '), ...where] : where;
};

export const patternsOf = (report: Report, args: Arguments): readonly string[] =>
  report.name === 'snmp' ? args.words : [];

/** `routes get ADDRESS`; null for the whole table. */
export const routeTarget = (report: Report, args: Arguments): string | null => {
  if (report.name !== 'routes' || args.words.length === 0) return null;
  const [verb, address, ...more] = args.words;
  if (verb === 'get' && address !== undefined && more.length === 0) return address;
  throw new UsageError('routes takes no words but: get ADDRESS');
};

/** Refuses words where a command has no use for them. */
export const refuseWords = (report: Report, { words }: Arguments): void => {
  if (words.length === 0 || ['conns', 'snmp', 'routes'].includes(report.name)) return;
  throw new UsageError(
    `${report.name} takes options only, not "${visible(words[0]!)}"; see procnet ${report.name} --help`,
  );
};
