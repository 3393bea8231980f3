import type { Kind } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { formatNames } from '../formats/index.ts';

/** One command-line option: the parser, the help, the manual and the completions all read this list. */
export type Option = {
  readonly name: string;
  readonly short?: string;
  /** Other long spellings. */
  readonly aliases?: readonly string[];
  /** A word for the value in help; without it the option is a switch. */
  readonly value?: string;
  /** May be given several times, and holds a comma list. */
  readonly list?: true;
  readonly choices?: readonly string[];
  readonly help: string;
  readonly group: 'Rows' | 'Columns' | 'Output' | 'Source' | 'Repeat';
  /** Which reports have it; all without it. */
  readonly on?: (report: Report) => boolean;
};

const named =
  (...names: readonly string[]) =>
  (report: Report): boolean =>
    names.includes(report.name);

const hasKind =
  (kind: Kind) =>
  (report: Report): boolean =>
    report.columns.some((column) => column.kind === kind);

const conns = named('conns');
const families = named('conns', 'routes', 'addrs', 'conntrack');
const sampled = named('ifstat', 'snmp', 'sockstat', 'conns');

export const options: readonly Option[] = [
  { name: 'where', value: 'EXPR', help: 'Keep rows for which the expression holds.', group: 'Rows' },
  {
    name: 'state',
    value: 'LIST',
    list: true,
    help: 'Keep these states, in any spelling; groups such as connected work.',
    group: 'Rows',
    on: hasKind('state'),
  },
  {
    name: 'port',
    value: 'LIST',
    list: true,
    help: 'Keep rows with one of these ports at either end: numbers, ranges 8000-8010, service names.',
    group: 'Rows',
    on: hasKind('port'),
  },
  {
    name: 'local-port',
    aliases: ['sport'],
    value: 'LIST',
    list: true,
    help: 'The same, local (or source) end only.',
    group: 'Rows',
    on: hasKind('port'),
  },
  {
    name: 'remote-port',
    aliases: ['dport'],
    value: 'LIST',
    list: true,
    help: 'The same, remote (or destination) end only.',
    group: 'Rows',
    on: hasKind('port'),
  },
  {
    name: 'address',
    value: 'CIDR',
    list: true,
    help: 'Keep rows with an address in one of these networks.',
    group: 'Rows',
    on: hasKind('address'),
  },
  {
    name: 'local',
    aliases: ['src'],
    value: 'CIDR',
    list: true,
    help: 'The same, local (or source) end only.',
    group: 'Rows',
    on: named('conns', 'conntrack'),
  },
  {
    name: 'remote',
    aliases: ['dst'],
    value: 'CIDR',
    list: true,
    help: 'The same, remote (or destination) end only.',
    group: 'Rows',
    on: named('conns', 'conntrack'),
  },
  {
    name: 'interface',
    value: 'LIST',
    list: true,
    help: 'Keep rows of these interfaces; sockets bound to every address are on each.',
    group: 'Rows',
    on: hasKind('interface'),
  },
  {
    name: 'interface-strict',
    value: 'LIST',
    list: true,
    help: 'The same without sockets bound to every address.',
    group: 'Rows',
    on: conns,
  },
  {
    name: 'process',
    value: 'LIST',
    list: true,
    help: 'Keep sockets held by these processes, by name or pid.',
    group: 'Rows',
    on: conns,
  },
  {
    name: 'user',
    value: 'LIST',
    list: true,
    help: 'Keep sockets of these users, by name or uid.',
    group: 'Rows',
    on: conns,
  },
  { name: 'tcp', short: 't', help: 'TCP sockets.', group: 'Rows', on: conns },
  { name: 'udp', short: 'u', help: 'UDP sockets.', group: 'Rows', on: conns },
  { name: 'unix', short: 'x', help: 'Unix domain sockets.', group: 'Rows', on: conns },
  { name: 'raw', short: 'w', help: 'Raw sockets.', group: 'Rows', on: conns },
  {
    name: 'protocols',
    short: 'A',
    aliases: ['query'],
    value: 'LIST',
    list: true,
    help: 'Which sockets: tcp, udp, udplite, raw, icmp, unix, packet, netlink, inet, all.',
    group: 'Rows',
    on: conns,
  },
  { name: 'ipv4', short: '4', help: 'IPv4 only.', group: 'Rows', on: families },
  { name: 'ipv6', short: '6', help: 'IPv6 only.', group: 'Rows', on: families },
  {
    name: 'listening',
    short: 'l',
    help: 'Listening sockets; of UDP and raw, those that are not connected.',
    group: 'Rows',
    on: conns,
  },
  {
    name: 'all',
    short: 'a',
    help: 'All: for sockets accepted and already so; for routes also local, anycast, multicast and null entries.',
    group: 'Rows',
    on: named('conns', 'routes'),
  },
  {
    name: 'zeros',
    short: 'z',
    help: 'In text, also counters that are zero.',
    group: 'Rows',
    on: named('snmp'),
  },
  {
    name: 'sort',
    value: 'LIST',
    list: true,
    help: 'Sort by these columns; -column for descending.',
    group: 'Rows',
  },
  { name: 'limit', value: 'N', help: 'At most this many rows.', group: 'Rows' },
  {
    name: 'count-by',
    value: 'LIST',
    list: true,
    help: 'Count rows per distinct value of these columns, most first.',
    group: 'Rows',
  },
  {
    name: 'summary',
    short: 's',
    help: 'Count sockets per protocol, family and state.',
    group: 'Rows',
    on: conns,
  },
  {
    name: 'columns',
    value: 'LIST',
    list: true,
    help: 'Which columns, in which order; +a,-b changes the usual ones; all for every one.',
    group: 'Columns',
  },
  { name: 'extended', short: 'e', help: 'Add uid, user and inode.', group: 'Columns', on: conns },
  {
    name: 'timers',
    short: 'o',
    help: 'Add timer, timerMs, retransmits and probes.',
    group: 'Columns',
    on: conns,
  },
  { name: 'info', short: 'i', help: 'Add rtoMs, atoMs, cwnd and ssthresh.', group: 'Columns', on: conns },
  {
    name: 'processes',
    short: 'p',
    help: 'Add the processes that hold each socket.',
    group: 'Columns',
    on: conns,
  },
  {
    name: 'numeric',
    short: 'n',
    help: 'Accepted: numbers are what is shown anyway.',
    group: 'Columns',
    on: named('conns', 'routes', 'arp'),
  },
  {
    name: 'resolve',
    short: 'r',
    help: 'In text, show service and host names instead of numbers.',
    group: 'Columns',
    on: conns,
  },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: formatNames,
    help: 'table (on a terminal), plain (in a pipe), json, ndjson or csv.',
    group: 'Output',
  },
  { name: 'json', short: 'j', help: 'Short for --format json.', group: 'Output' },
  { name: 'ndjson', help: 'Short for --format ndjson.', group: 'Output' },
  { name: 'csv', help: 'Short for --format csv.', group: 'Output' },
  { name: 'plain', help: 'Short for --format plain.', group: 'Output' },
  { name: 'no-header', short: 'H', help: 'No header line, and no count under a table.', group: 'Output' },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: 'Colour in tables: auto, always or never.',
    group: 'Output',
  },
  {
    name: 'meta',
    help: 'JSON only: wrap the rows with schema, time, sources and warnings.',
    group: 'Output',
  },
  { name: 'quiet', short: 'q', help: 'Print nothing: the exit code answers.', group: 'Output' },
  { name: 'exit-code', short: 'E', help: 'Exit with 1 if no row matched.', group: 'Output' },
  { name: 'strict', help: 'Exit with 4 if anything was skipped or could not be read.', group: 'Output' },
  {
    name: 'interval',
    value: 'SECONDS',
    help: 'Repeat every SECONDS (0.1 to 86400), with what was counted in between; levels, such as those of sockstat, are just read again.',
    group: 'Repeat',
    on: sampled,
  },
  {
    name: 'count',
    value: 'N',
    help: 'With --interval: stop after this many samples.',
    group: 'Repeat',
    on: sampled,
  },
  {
    name: 'since',
    value: 'FILE',
    help: 'Show what was counted since FILE, an earlier --json output of the same report; with --meta in it, per second too.',
    group: 'Repeat',
    on: named('ifstat', 'snmp'),
  },
  { name: 'proc', value: 'DIR', help: 'Another procfs mount, or a tree copied from one.', group: 'Source' },
  { name: 'pid', value: 'N', help: 'The network namespace of this process.', group: 'Source' },
  {
    name: 'endian',
    value: 'ORDER',
    choices: ['little', 'big'],
    help: 'Byte order of a copied tree: little or big.',
    group: 'Source',
  },
  { name: 'help', short: 'h', help: 'This help.', group: 'Output' },
];

export const optionsOf = (report: Report): readonly Option[] =>
  options.filter(({ on }) => on?.(report) ?? true);
