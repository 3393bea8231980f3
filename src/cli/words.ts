import { ExitCode, UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/text.ts';
import type { Arguments } from './arguments.ts';
import type { Host } from './host.ts';

/** What the words after a command mean: sockets are asked for in ss's own language, counters by patterns. */
export const expressionsOf = (report: Report, args: Arguments): readonly string[] => {
  const where = args.texts('where');
  return report.name === 'conns' && args.words.length > 0 ? [args.words.join(' '), ...where] : where;
};

export const patternsOf = (report: Report, args: Arguments): readonly string[] =>
  report.name === 'snmp' ? args.words : [];

/** `routes get ADDRESS`: the address in network order; null for the whole table. */
export const routeTarget = async (report: Report, args: Arguments): Promise<Uint8Array | null> => {
  if (report.name !== 'routes' || args.words.length === 0) return null;
  const [verb, address, ...more] = args.words;
  if (verb !== 'get' || address === undefined || more.length > 0)
    throw new UsageError('routes takes no words but: get ADDRESS');
  const { parseNetwork } = await import('../query/expression/network.ts');
  const network = address.includes('/') ? null : parseNetwork(address);
  if (network === null)
    throw new UsageError(`routes get takes one IPv4 or IPv6 address, not "${visible(address)}"`);
  const [family, other] = network.octets.length === 4 ? ['ipv4', 'ipv6'] : ['ipv6', 'ipv4'];
  if (args.flag(other) && !args.flag(family))
    throw new UsageError(
      `--${other}: ${visible(address)} is an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address`,
    );
  return network.octets;
};

/**
 * What an answer to `routes get` leaves open, and the exit code where there is no answer. With `isNarrowed` filters may have
 * left out what there is.
 */
export const concludeRoute = (
  args: Arguments,
  rows: number,
  isNarrowed: boolean,
  host: Host,
): number | null => {
  const which = isNarrowed ? 'such route' : 'route';
  if (rows === 0)
    host.warn(`procnet: no ${which} to ${visible(args.words[1]!)} in the tables that /proc/net shows\n`);
  else if (host.stderr.isTerminal)
    host.warn(
      'policy rules, IPv4 tables other than main and further next hops are not in /proc/net: ip route get knows them\n',
    );
  return rows === 0 ? ExitCode.noMatch : null;
};

/** Refuses words where a command has no use for them. */
export const refuseWords = (report: Report, { words }: Arguments): void => {
  if (words.length === 0 || ['conns', 'snmp', 'routes'].includes(report.name)) return;
  throw new UsageError(
    `${report.name} takes options only, not "${visible(words[0]!)}"; see procnet ${report.name} --help`,
  );
};
