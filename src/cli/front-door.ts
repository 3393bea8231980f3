import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { registry } from '../reports/registry.ts';
import { commands } from './commands.ts';
import { inDialect } from './dialects.ts';

/** A command and what follows it. */
export type Entry = { readonly command: string; readonly tokens: readonly string[] };

/** Words that people try first, and the nearest thing that procnet has. */
const instead: Readonly<Record<string, string>> = {
  ports: 'procnet conns -tuln',
  open: 'procnet conns -tuln',
  listen: 'procnet conns listening',
  listeners: 'procnet conns listening',
  tcp: 'procnet conns -t',
  udp: 'procnet conns -u',
  unix: 'procnet conns -x',
  raw: 'procnet conns -w',
  sockets: 'procnet conns',
  connections: 'procnet conns',
  interfaces: 'procnet ifstat or procnet addrs',
  interface: 'procnet ifstat or procnet addrs',
  links: 'procnet ifstat',
  link: 'procnet ifstat',
  ifconfig: 'procnet ifstat or procnet addrs',
  ip: 'procnet addrs, procnet routes or procnet arp',
  neighbors: 'procnet arp',
  neighbours: 'procnet arp',
  neighbor: 'procnet arp',
  gateway: 'procnet routes default',
  counters: 'procnet snmp',
  stats: 'procnet snmp',
  statistics: 'procnet snmp',
  retransmits: "procnet snmp '*Retrans*'",
  drops: "procnet snmp '*Drop*' or procnet ifstat",
  nat: 'procnet conntrack',
  lsof: 'procnet conns -p',
  processes: 'procnet conns -p',
  ps: 'procnet conns -p',
  watch: 'procnet conns --interval 1',
  monitor: 'procnet conns --interval 1',
  kill: 'ss -K; procnet only reads',
};

const commandNames = (): readonly string[] => [
  ...registry.flatMap(({ name, aliases }) => [name, ...aliases]),
  ...Object.keys(commands),
];

const isCommand = (word: string): boolean => commandNames().includes(word);

/** Words with which an expression may begin, beside names of columns and states. */
const subjects =
  /^(?:state|exclude|excl|src|dst|[sd]port|dev|not|port|[lr]port|[lr]addr|pid|process|inet6?:.*)$/i;
/** `:8080`, `10.0.0.0/8`, `[::1]:80`, `fe80::1`, `(`, `!`. */
const beginsExpression = /^(?:[:(!*[]|\d|[\da-f]*:[\da-f:])/i;

const isExpression = async (word: string): Promise<boolean> => {
  const [first = ''] = word.trim().split(/[\s=<>!~]/);
  if (subjects.test(first) || beginsExpression.test(first)) return true;
  const [{ conns }, { statesOf }] = await Promise.all([
    import('../reports/conns.ts'),
    import('../glossary/states.ts'),
  ]);
  const states = conns.columns.find(({ kind }) => kind === 'state')?.values ?? [];
  return (
    conns.columns.some(({ name, heading }) =>
      [name, heading].some((word) => word?.toLowerCase() === first.toLowerCase()),
    ) || statesOf(first, states) !== null
  );
};

const unknownCommand = (word: string): UsageError => {
  const known = Object.hasOwn(instead, word.toLowerCase()) ? instead[word.toLowerCase()] : undefined;
  const near = known === undefined ? nearest(word, commandNames()) : null;
  const hint =
    known !== undefined ? `try ${known}` : near === null ? 'see procnet --help' : `did you mean "${near}"?`;
  return new UsageError(`unknown command "${visible(word)}"; ${hint}`);
};

const withoutCommand = (argv: readonly string[]): Entry => {
  const command = argv.find((word) => isCommand(word));
  if (command !== undefined)
    throw new UsageError(
      `options must follow the command: procnet ${command} ${argv.filter((word) => word !== command).join(' ')}`,
    );
  return { command: 'conns', tokens: argv };
};

/** Which command a command line means. Sockets are asked for where none is named. Throws `UsageError`. */
export const enter = async (argv: readonly string[]): Promise<Entry> => {
  const [word, ...tokens] = argv;
  if (word === undefined || word === '--help' || word === '-h') return { command: 'help', tokens };
  if (isCommand(word)) return inDialect(word, tokens);
  if (word.startsWith('-')) return withoutCommand(argv);
  if (!Object.hasOwn(instead, word.toLowerCase()) && (await isExpression(word)))
    return { command: 'conns', tokens: argv };
  throw unknownCommand(word);
};
