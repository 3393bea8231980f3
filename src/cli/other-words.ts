import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { statesOf } from '../glossary/states.ts';

/** Common guesses, and procnet's closest equivalents. */
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

/** Words an expression may start with, besides column and state names. */
const subjects =
  /^(?:state|exclude|excl|src|dst|[sd]port|dev|not|port|[lr]port|[lr]addr|pid|process|inet6?:.*)$/i;
/** `:8080`, `10.0.0.0/8`, `[::1]:80`, `fe80::1`, `(`, `!`. */
const beginsExpression = /^(?:[:(!*[]|\d|[\da-f]*:[\da-f:])/i;

const isExpression = async (word: string): Promise<boolean> => {
  const [first = ''] = word.trim().split(/[\s=<>!~]/);
  if (subjects.test(first) || beginsExpression.test(first)) return true;
  const { conns } = await import('../reports/conns.ts');
  const states = conns.columns.find(({ kind }) => kind === 'state')?.values ?? [];
  return (
    conns.columns.some(({ name, heading }) =>
      [name, heading].some((word) => word?.toLowerCase() === first.toLowerCase()),
    ) || statesOf(first, states) !== null
  );
};

/** In a short word, almost any letter could be wrong. */
const leastLetters = 5;

const hintFor = (word: string, commands: readonly string[]): string => {
  const guess = word.toLowerCase();
  if (Object.hasOwn(instead, guess)) return `try ${instead[guess]}`;
  const near = nearest(word, commands);
  if (near !== null) return `did you mean "${near}"?`;
  const other = word.length < leastLetters ? null : nearest(word, Object.keys(instead));
  return other === null ? 'see procnet --help' : `try ${instead[other]}`;
};

/** Throws `UsageError` for a word that is not a command, unless an expression may start with it. */
export const requireExpression = async (word: string, commands: readonly string[]): Promise<void> => {
  if (Object.hasOwn(instead, word.toLowerCase()) || !(await isExpression(word)))
    throw new UsageError(`unknown command "${visible(word)}"; ${hintFor(word, commands)}`);
};
