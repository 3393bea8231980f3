import { type BoundColumn, isNumeric } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { copyRow, ofCopies, type PlainRow } from '../../src/query/copy.ts';
import { compileExpression } from '../../src/query/expression/compile.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';
import type { Random } from './random.ts';

/** One report's rows on one fixture machine. */
export type Data = {
  readonly name: string;
  readonly report: Report;
  readonly columns: readonly BoundColumn[];
  readonly rows: readonly PlainRow[];
  /** Reads it again: views that know their bytes. */
  readonly views: () => Iterable<never>;
};

const sources = [
  ['conns', 'captures/A'],
  ['conns', 'captures/B'],
  ['conns', 'hostile'],
  ['conntrack', 'router'],
  ['conntrack', 'conntrack'],
  ['ifstat', 'captures/B'],
  ['ifstat', 'counters'],
  ['routes', 'router'],
  ['addrs', 'captures/B'],
  ['arp', 'captures/B'],
  ['snmp', 'counters'],
  ['sockstat', 'captures/B'],
] as const;

const dataOf = (reports: readonly Report[], name: string, machine: string): Data => {
  const report = reports.find((one) => one.name === name)!;
  const switches = {
    ...(report.switches() as object),
    all: true,
    tables: new Set(['tcp', 'udp', 'udplite', 'raw', 'icmp', 'unix', 'packet', 'netlink']),
  };
  const views = (): Iterable<never> =>
    report.scan({
      kernel: new KernelSource(
        { net: `test/fixtures/${machine}/net`, root: null, live: false },
        { endian: 'little' },
        nodeFileSystem,
        () => {},
      ),
      wanted: new Set(report.columns.map((column) => column.name)),
      states: null,
      switches,
      lookups: noLookups,
    });
  const rows = [
    ...(function* () {
      for (const view of views()) yield copyRow(report.columns, view);
    })(),
  ].slice(0, 120);
  return { name: `${name} ${machine}`, report, columns: report.columns, rows, views };
};

export const loadData = async (): Promise<readonly Data[]> => {
  const reports = await loadReports();
  return sources
    .map(([name, machine]) => dataOf(reports, name, machine))
    .filter(({ rows }) => rows.length > 0);
};

/** What the judge receives, once. */
export const dataQuestion = ({ name, columns, rows }: Data): object => ({
  kind: 'expression',
  data: name,
  rows,
  columns: columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    unit: column.unit,
    heading: column.heading,
    port: column.port,
    values: column.values,
    hasText: column.text !== undefined,
  })),
});

const operators = ['=', '==', '!=', 'eq', 'ne', '='];
const orders = ['<', '<=', '>', '>=', 'lt', 'ge', 'geq'];
const states = [
  'listen',
  'LISTENING',
  'estab',
  'time-wait',
  'TIME_WAIT',
  'close',
  'closed',
  'unconn',
  'all',
  'connected',
];
const moreStates = [
  'synchronized',
  'bucket',
  'big',
  '0A',
  '0x0D',
  '06',
  'syn-recv',
  'fin-wait-2',
  'SynSent',
  'complete',
];

const valuesOf = ({ rows }: Data, name: string): readonly (string | number | bigint | boolean)[] =>
  rows.map((row) => row[name]).filter((value) => value != null && typeof value !== 'object') as never;

const near = (value: number | bigint, random: Random): string => {
  const step = random.pick([-1, 0, 0, 0, 1, 1000]);
  const moved = typeof value === 'bigint' ? value + BigInt(step) : value + step;
  return String(moved < 0 ? 0 : moved);
};

const units = ['k', 'K', 'Ki', 'M', 'kB', 'KiB', 's', 'ms', 'm', 'h', 'E', 'x'];

const numberText = (value: number | bigint, random: Random): string => {
  const typed = near(value, random);
  const kind = random.below(10);
  if (kind === 0) return `${typed}-${BigInt(Math.trunc(Number(typed))) + BigInt(random.below(5000))}`;
  if (kind === 1) return `${random.below(100)}${random.pick(['', '.5', '.25'])}${random.pick(units)}`;
  if (kind === 2 && /^\d+$/.test(typed)) return `0x${BigInt(typed).toString(16)}`;
  return kind === 3
    ? random.pick(['0', '18446744073709551615', '9007199254740993', '4294967296', '-1'])
    : typed;
};

const portText = (value: number, random: Random): string =>
  random.pick([
    `${value}`,
    `:${value}`,
    `${Math.max(0, value - 3)}-${value}`,
    `${value}/tcp`,
    `${value}/udp`,
    `${value + 1}`,
    '0',
  ]);

const addressText = (value: string, random: Random): string => {
  const isSix = value.includes(':');
  const kind = random.below(6);
  if (kind === 0) return `${value}/${random.below(isSix ? 129 : 33)}`;
  if (kind === 1 && !isSix) return value.split('.').slice(0, random.from(1, 4)).join('.');
  if (kind === 2 && isSix) return `[${value}]`;
  if (kind === 3 && value.startsWith('::ffff:')) return value.slice(7);
  return kind === 4
    ? random.pick(['10/8', '127/8', '::/0', '0.0.0.0/0', 'fd77::/16', '::ffff:0.0.0.0/96', '0.0.0.0'])
    : value;
};

const endText = (value: string, random: Random): string => {
  const address = addressText(value, random);
  const port = random.pick(['80', '443', '8080', '53', '*', '8000-9000']);
  const kind = random.below(5);
  if (kind === 0) return `*:${port}`;
  if (kind === 1) return `:${port}`;
  if (kind === 2 && !address.includes('/'))
    return value.includes(':') ? `[${value}]:${port}` : `${address}:${port}`;
  return address;
};

const quoted = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`);

const textOf = (value: string, random: Random): string => {
  const plain = /^[\w.-]+$/.test(value);
  const kind = random.below(5);
  if (kind === 0 && plain) return `${value.slice(0, random.below(value.length + 1))}*`;
  if (kind === 1 && plain) return value.replace(/./, '?');
  return plain && kind !== 2 ? value : quoted(value);
};

const value = (data: Data, { name, kind }: BoundColumn, as: string, random: Random): string => {
  if (random.chance(25)) return 'null';
  const found = valuesOf(data, name);
  const one = found.length === 0 ? '1' : random.pick(found);
  if (as === 'end') return endText(String(one), random);
  if (kind === 'port') return portText(Number(one), random);
  if (kind === 'state') return random.pick(random.chance(2) ? states : [...moreStates, String(one)]);
  if (kind === 'address') return addressText(String(one), random);
  if (isNumeric(kind)) return numberText(typeof one === 'bigint' ? one : Number(one), random);
  return kind === 'flag' ? random.pick(['true', 'false', 'yes', '0']) : textOf(String(one), random);
};

const words = ['src', 'dst', 'sport', 'dport', 'port', 'addr', 'dev', 'lport', 'raddr', 'SPORT'];
const columnOfWord: Readonly<Record<string, readonly string[]>> = {
  src: ['localAddress', 'source'],
  dst: ['remoteAddress', 'destination'],
  raddr: ['remoteAddress', 'destination'],
  addr: ['localAddress', 'source', 'address', 'gateway'],
  sport: ['localPort', 'sourcePort'],
  dev: ['interface'],
};

const subject = (data: Data, random: Random): readonly [word: string, column: BoundColumn, as: string] => {
  if (!random.chance(3)) {
    const column = random.pick(data.columns);
    return [column.name, column, 'value'];
  }
  const word = random.pick(words);
  const names = columnOfWord[word.toLowerCase()] ?? ['localPort', 'sourcePort', 'remotePort'];
  const column = data.columns.find(({ name }) => names.includes(name)) ?? random.pick(data.columns);
  return [word, column, ['src', 'dst', 'raddr', 'addr'].includes(word) ? 'end' : 'value'];
};

const test = (data: Data, random: Random): string => {
  const [word, column, as] = subject(data, random);
  const one = (): string => value(data, column, as, random);
  const kind = random.below(12);
  if (kind === 0) return `${word} ${random.pick(['in', 'not in', 'IN'])} (${one()}, ${one()})`;
  if (kind === 1) return `${word} ${random.pick(['=', '!='])} ${one()},${one()}`;
  if (kind === 2) return `${word} ${random.pick(operators)} ${random.pick(data.columns).name}`;
  if (kind === 3)
    return `${word} ${random.pick(['~', '!~'])} /${random.pick(['a', '1', 'tcp', 'lo', 'E', 'e'])}/${random.pick(['', 'i'])}`;
  if (kind === 4)
    return random.pick([random.pick(states), `:${random.pick([80, 443, 8080])}`, addressText(one(), random)]);
  if (kind === 5 && word !== column.name) return `${word} ${one()}`;
  const operator = isNumeric(column.kind) && random.chance(2) ? random.pick(orders) : random.pick(operators);
  return `${word}${random.pick([' ', ''])}${/^[a-z]/.test(operator) ? ` ${operator}` : operator} ${one()}`;
};

const steps = (random: Random): string =>
  Array.from(
    { length: random.from(1, 2) },
    () =>
      `${random.pick(['state', 'exclude', 'state', 'STATE'])} ${random.pick(states)}${random.chance(3) ? `,${random.pick(states)}` : ''}`,
  ).join(' ');

const expression = (data: Data, random: Random, depth: number): string => {
  const kind = depth === 0 ? 0 : random.below(9);
  const inner = (): string => expression(data, random, depth - 1);
  if (kind < 3) return test(data, random);
  if (kind < 5) return `${inner()} ${random.pick(['and', '&', '&&', 'AND', ''])} ${inner()}`;
  if (kind < 6) return `${inner()} ${random.pick(['or', '|', '||', 'OR'])} ${inner()}`;
  if (kind < 7) return `${random.pick(['not ', '!', 'NOT '])}${inner()}`;
  if (kind < 8) return `(${random.pick(['', ' '])}${inner()})`;
  return `${steps(random)} ${random.chance(3) ? '' : inner()}`;
};

const scraps = [
  '(',
  ')',
  '!',
  'not',
  'and',
  'or',
  ',',
  '=',
  '!=',
  '~',
  '/',
  '"',
  "'",
  '[',
  ']',
  ':',
  'null',
  'in',
  '\\',
  '\0',
  '\u202e',
  'é',
  '-',
  '0x',
  '9'.repeat(30),
];

const mutated = (text: string, random: Random): string => {
  const parts = text.split(/(\s+|[()=<>!&|,~])/);
  for (let count = random.from(1, 3); count > 0 && parts.length > 0; count--) {
    const at = random.below(parts.length);
    const kind = random.below(4);
    if (kind === 0) parts.splice(at, 1);
    else if (kind === 1) parts.splice(at, 0, random.pick(scraps));
    else if (kind === 2) parts.splice(at, 0, ` ${parts[random.below(parts.length)]} `);
    else parts[at] = parts[at]!.slice(0, random.below(parts[at]!.length + 1)) + random.pick(scraps);
  }
  const whole = parts.join('');
  if (random.chance(100)) return '('.repeat(random.from(50, 300)) + whole;
  return random.chance(100) ? `${whole} `.repeat(random.from(10, 400)) : whole;
};

export type ExpressionCase = { readonly data: Data; readonly text: string; readonly isLive: boolean };

export const expressionCase = (all: readonly Data[], random: Random): ExpressionCase => {
  const data = random.pick(all.slice(0, random.chance(2) ? 3 : all.length));
  const text = expression(data, random, random.from(0, 3));
  return { data, text: random.chance(5) ? mutated(text, random) : text, isLive: random.chance(10) };
};

export type Answer = { readonly matched: readonly number[]; readonly error: string | null };

const noNames = { portsOf: () => [], addressesOf: () => [] };

/** Which rows match. Any error except the one that shows the position in the expression is rethrown. */
export const evaluate = ({ data, text, isLive }: ExpressionCase): Answer => {
  try {
    const columns = isLive ? data.columns : data.columns.map(ofCopies);
    const { test: holds } = compileExpression(text, columns as readonly BoundColumn[], noNames);
    const matched: number[] = [];
    let at = 0;
    for (const row of isLive ? data.views() : data.rows) {
      if (at === data.rows.length) break;
      if (holds(row as never)) matched.push(at);
      at++;
    }
    return { matched, error: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { matched: [], error: error.message };
  }
};

export const expressionQuestion = ({ data, text }: ExpressionCase, { matched, error }: Answer): object => ({
  kind: 'expression',
  data: data.name,
  text,
  matched,
  error,
});
