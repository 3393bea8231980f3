import { UsageError } from '../core/errors.ts';
import type { Report, ScanOptions } from '../core/report.ts';
import { visible } from '../core/text.ts';
import type { FormatName } from '../formats/index.ts';
import { formatNames } from '../formats/index.ts';
import { socketProtocols } from '../reports/sockets/tables.ts';
import type { SourceOptions } from '../source/location.ts';
import { type Arguments, wholeNumber } from './arguments.ts';

const largestPid = 4_194_304;

/** Where to read: `--proc`, `--pid`, `--endian`. */
export const sourceOptions = (args: Arguments): SourceOptions => {
  const proc = args.text('proc');
  const pid = wholeNumber(args.text('pid'), '--pid', 1, largestPid);
  const endian = args.text('endian') as SourceOptions['endian'];
  return {
    ...(proc === undefined ? {} : { proc }),
    ...(pid === undefined ? {} : { pid }),
    ...(endian === undefined ? {} : { endian }),
  };
};

/** The one format that was asked for, or the one that suits who reads. */
export const formatOf = (args: Arguments, isTerminal: boolean): FormatName => {
  const short = formatNames.filter((name) => name !== 'table' && args.flag(name));
  const long = args.text('format') as FormatName | undefined;
  const asked = [...new Set(long === undefined ? short : [...short, long])];
  if (asked.length > 1)
    throw new UsageError(`--${asked.join(' and --')} exclude each other: choose one`, '--format');
  const format = asked[0] ?? (isTerminal ? 'table' : 'plain');
  if (args.flag('meta') && format !== 'json') throw new UsageError('--meta goes with --json only', '--meta');
  return format;
};

const protocolGroups: Readonly<Record<string, readonly string[]>> = {
  all: socketProtocols,
  inet: ['tcp', 'udp', 'udplite', 'raw', 'icmp'],
};

const protocolsOf = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => {
    if (Object.hasOwn(protocolGroups, word)) return protocolGroups[word]!;
    if (socketProtocols.includes(word)) return word;
    const names = [...socketProtocols, ...Object.keys(protocolGroups)].join(', ');
    throw new UsageError(`--protocols: "${visible(word)}" is none of ${names}`, '--protocols');
  });

const tablesOf = (args: Arguments): ReadonlySet<string> | undefined => {
  const switches = ['tcp', 'udp', 'unix', 'raw'].filter((name) => args.flag(name));
  const listed = protocolsOf(args.list('protocols') ?? []);
  const tables = new Set([...switches, ...listed]);
  return tables.size === 0 ? undefined : tables;
};

/** `-4` and `-6` choose among the Internet families; unix, packet and netlink sockets have neither. */
const familiesOf = (args: Arguments): ReadonlySet<string> | undefined => {
  const families = new Set(['ipv4', 'ipv6'].filter((name) => args.flag(name)));
  return families.size === 0 ? undefined : families;
};

export const scanOptions = (report: Report, args: Arguments, target: Uint8Array | null): ScanOptions => {
  const tables = report.name === 'conns' ? tablesOf(args) : undefined;
  const families = familiesOf(args);
  return {
    ...(tables === undefined ? {} : { tables }),
    ...(families === undefined ? {} : { families }),
    all: args.flag('all'),
    ...(target === null ? {} : { target }),
  };
};

const switchColumns: Readonly<Record<string, readonly string[]>> = {
  extended: ['uid', 'user', 'inode'],
  timers: ['timer', 'timerMs', 'retransmits', 'probes'],
  info: ['rtoMs', 'atoMs', 'cwnd', 'ssthresh'],
  processes: ['processes'],
};

const tableColumns: Readonly<Record<string, readonly string[]>> = {
  unix: ['type', 'path'],
  raw: ['protocolNumber'],
  packet: ['type', 'protocolNumber'],
  netlink: ['protocolNumber'],
};

/** Columns that options turn on: `-e -o -i -p`, and those without which the chosen sockets could not be told apart. */
export const extraColumns = (report: Report, args: Arguments): readonly string[] => {
  if (report.name !== 'conns') return [];
  const bySwitch = Object.keys(switchColumns)
    .filter((name) => args.flag(name))
    .flatMap((name) => switchColumns[name]!);
  return [...bySwitch, ...[...(tablesOf(args) ?? [])].flatMap((table) => tableColumns[table] ?? [])];
};
