import { existsSync, readFileSync } from 'node:fs';
import { type Problem, ReadError, UnsupportedError } from '../../src/core/errors.ts';
import type { FilePolicy, Lines, Report } from '../../src/core/report.ts';
import { copyRow, type PlainRow } from '../../src/query/copy.ts';
import { addrs } from '../../src/reports/addrs.ts';
import { arp } from '../../src/reports/arp.ts';
import { conns } from '../../src/reports/conns.ts';
import { conntrack } from '../../src/reports/conntrack.ts';
import { ifstat } from '../../src/reports/ifstat.ts';
import { routes } from '../../src/reports/routes.ts';
import { snmp } from '../../src/reports/snmp.ts';
import { sockstat } from '../../src/reports/sockstat.ts';
import { stat } from '../../src/reports/stat.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { machines } from '../support/machines.ts';
import { noLookups } from '../support/no-lookups.ts';
import { damagedFile } from './mutate.ts';
import type { Random } from './random.ts';

type Endian = 'little' | 'big';

export type Table = {
  /** Below `net`. */
  readonly file: string;
  readonly report: Report;
  /** The arguments that make the command read this file and show all of it. */
  readonly words: readonly string[];
  readonly switches: object;
};

const only = (protocol: string, family: string): object => ({
  tables: new Set([protocol]),
  families: new Set([family]),
});

const inet = ['tcp', 'udp', 'udplite', 'raw', 'icmp'].flatMap((protocol) =>
  (['4', '6'] as const).map(
    (family): Table => ({
      file: family === '4' ? protocol : `${protocol}6`,
      report: conns,
      words: ['conns', '-A', protocol, `-${family}`],
      switches: only(protocol, `ipv${family}`),
    }),
  ),
);

const ofFamily = (family: string): object => ({ families: new Set([family]), all: true });

export const tables: readonly Table[] = [
  ...inet,
  { file: 'unix', report: conns, words: ['conns', '-x'], switches: only('unix', 'unix') },
  { file: 'packet', report: conns, words: ['conns', '-A', 'packet'], switches: only('packet', 'packet') },
  { file: 'netlink', report: conns, words: ['conns', '-A', 'netlink'], switches: only('netlink', 'netlink') },
  { file: 'route', report: routes, words: ['routes', '-4', '--all'], switches: ofFamily('ipv4') },
  { file: 'ipv6_route', report: routes, words: ['routes', '-6', '--all'], switches: ofFamily('ipv6') },
  { file: 'if_inet6', report: addrs, words: ['addrs', '-6'], switches: ofFamily('ipv6') },
  { file: 'fib_trie', report: addrs, words: ['addrs', '-4'], switches: ofFamily('ipv4') },
  { file: 'arp', report: arp, words: ['arp'], switches: {} },
  { file: 'dev', report: ifstat, words: ['ifstat'], switches: {} },
  { file: 'snmp', report: snmp, words: ['snmp'], switches: {} },
  { file: 'netstat', report: snmp, words: ['snmp'], switches: {} },
  { file: 'snmp6', report: snmp, words: ['snmp'], switches: {} },
  { file: 'sockstat', report: sockstat, words: ['sockstat'], switches: {} },
  { file: 'sockstat6', report: sockstat, words: ['sockstat'], switches: {} },
  { file: 'nf_conntrack', report: conntrack, words: ['conntrack'], switches: {} },
  { file: 'softnet_stat', report: stat, words: ['stat'], switches: {} },
  { file: 'stat/nf_conntrack', report: stat, words: ['stat'], switches: {} },
];

const textsOf = (file: string, endian: Endian): readonly string[] =>
  machines
    .filter((machine) => machine.endian === endian)
    .map(({ proc }) => `${proc}/net/${file}`)
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .filter((text) => text !== '');

const cache = new Map<string, readonly string[]>();

const cachedTexts = (file: string, endian: Endian): readonly string[] => {
  const key = `${endian} ${file}`;
  const known = cache.get(key) ?? textsOf(file, endian);
  cache.set(key, known);
  return known;
};

export type TableCase = { readonly table: Table; readonly endian: Endian; readonly text: string };

export const tableCase = (random: Random): TableCase => {
  const table = random.pick(tables);
  const endian = random.chance(8) && cachedTexts(table.file, 'big').length > 0 ? 'big' : 'little';
  return { table, endian, text: damagedFile(cachedTexts(table.file, endian), random) };
};

type Row = readonly [line: number, values: PlainRow];

export type Reading = {
  readonly rows: readonly Row[];
  /** Lines that were reported. */
  readonly problems: readonly (number | null)[];
  /** The error that refused the whole file. */
  readonly thrown: string | null;
};

/** Empty, so that other files the report reads exist. */
const besides: Readonly<Record<string, string>> = { snmp: '', netstat: '', sockstat: '', softnet_stat: '' };

/** Reads a file through its report, in this process. Any error except the two expected ones is rethrown. */
export const readTable = ({ table, endian, text }: TableCase): Reading => {
  const { file, report, switches } = table;
  const others = Object.entries(besides).map(([name, content]) => [`/net/${name}`, content] as const);
  const files = new FakeFiles({
    ...Object.fromEntries(others),
    [`/net/${file}`]: Buffer.from(text, 'latin1'),
  });
  const problems: (number | null)[] = [];
  let opened: Lines | null = null;
  class Watched extends KernelSource {
    override open(name: string, policy?: FilePolicy): Lines | null {
      const lines = super.open(name, policy);
      if (name === file) opened = lines;
      return lines;
    }
  }
  const isOurs = ({ path }: Problem): boolean => path === `/net/${file}`;
  const kernel = new Watched({ net: '/net', root: null, live: false }, { endian }, files, (problem) => {
    if (isOurs(problem)) problems.push(problem.line);
  });
  const rows: Row[] = [];
  const context = {
    kernel,
    wanted: new Set(
      report.columns.map(({ name }) => name).filter((name) => name !== 'interface' || report !== conns),
    ),
    states: null,
    lookups: noLookups,
    switches: { ...(report.switches() as object), ...switches },
  };
  try {
    for (const view of report.scan(context)) {
      const { line } = view as { readonly line?: unknown };
      const number = typeof line === 'number' ? line : ((opened as Lines | null)?.number ?? 0);
      rows.push([number, copyRow(report.columns, view)]);
    }
    kernel.conclude();
  } catch (error) {
    if (!(error instanceof ReadError || error instanceof UnsupportedError)) throw error;
    return {
      rows,
      problems,
      thrown: error.path === `/net/${file}` || rows.length === 0 ? error.message : null,
    };
  }
  return { rows, problems, thrown: null };
};

/** What the judge receives. */
export const tableQuestion = (given: TableCase, { rows, problems, thrown }: Reading): object => ({
  kind: 'table',
  file: given.table.file,
  endian: given.endian,
  text: given.text,
  rows,
  problems,
  thrown,
});
