import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { ByteWriter } from '../../src/core/bytes.ts';
import type { BoundColumn, Kind, Vector } from '../../src/core/column.ts';
import type { Report } from '../../src/core/report.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { socketProtocols } from '../../src/reports/sockets/tables.ts';
import { parseExactly } from '../support/exact-json.ts';
import { type Result, runInProcess } from '../support/in-process.ts';
import { openKernel } from '../support/kernel-source.ts';
import { type Machine, machines, sourceArguments } from '../support/machines.ts';
import { noLookups } from '../support/no-lookups.ts';

const all = await loadReports();
type Row = Readonly<Record<string, unknown>>;

/** Switches that show a report's most rows, the same in every format. */
const widest: Readonly<Record<string, readonly string[]>> = {
  conns: ['-A', 'all'],
  routes: ['--all'],
  snmp: ['-z'],
  stat: ['-z'],
};

const show = (report: Report, machine: Machine, ...more: readonly string[]): Promise<Result> =>
  runInProcess([report.name, ...sourceArguments(machine), ...(widest[report.name] ?? []), ...more]);

/** What no format may print raw: C0 except line feed, DEL, C1, bidi controls, separators, byte order mark, lone surrogates. */
const unsafe =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const isClean = (text: string, where: string): void => {
  const at = text.search(unsafe);
  assert.equal(
    at,
    -1,
    `${where}: U+${text.charCodeAt(at).toString(16)} in ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 20))}`,
  );
};

/** Decodes the escapes that text and CSV show in place of those. */
const unescapeText = (shown: string): string =>
  shown.replace(/\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4}))/g, (_, byte?: string, unit?: string) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    if (byte === undefined) return '\\';
    const code = Number.parseInt(byte, 16);
    return String.fromCharCode(code < 0x80 ? code : 0xdc00 + code);
  });

const each =
  (check: (report: Report, machine: Machine, where: string) => Promise<void>): (() => Promise<void>) =>
  async () => {
    for (const report of all)
      for (const machine of machines) await check(report, machine, `${report.name} on ${machine.name}`);
  };

test('there are machines and reports to check', () => {
  assert.ok(machines.length >= 12, machines.map(({ name }) => name).join(' '));
  assert.ok(all.length >= 6);
  assert.equal(
    new Set(all.flatMap(({ name, aliases }) => [name, ...aliases])).size,
    all.flatMap(({ name, aliases }) => [name, ...aliases]).length,
  );
});

for (const report of all)
  test(`${report.name} describes itself`, () => {
    const names = report.columns.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, help, port } of report.columns) {
      assert.match(name, /^[a-z][a-zA-Z0-9]*$/);
      assert.match(help, /^\S.*\S\.$/, `${name}: the help is not a sentence`);
      assert.doesNotMatch(help, /[.!?]\s+[A-Z]/, `${name}: the help is more than one sentence: ${help}`);
      if (port !== undefined) assert.ok(names.includes(port), `${name}: no column ${port}`);
    }
    for (const name of report.identity) assert.ok(names.includes(name), `identity: no column ${name}`);
    assert.doesNotMatch(report.summary, /\.$/);
    for (const note of report.notes) assert.match(note, /\.$/);
    for (const [command] of report.examples) assert.match(command, new RegExp(`^procnet ${report.name}\\b`));
  });

const kinds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  address: (value) => typeof value === 'string' && /^(\d+(\.\d+){3}|[0-9a-f:]*:[0-9a-f:.]*)$/.test(value),
  mac: (value) => typeof value === 'string' && value !== '',
  interface: (value) => typeof value === 'string' && value !== '' && value !== '*',
  state: (value) => typeof value === 'string' && /^([A-Za-z0-9_]+|UNKNOWN\(0x[0-9A-F]{2}\))$/.test(value),
  port: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65535,
  integer: Number.isSafeInteger,
  counter: (value) => typeof value === 'bigint' && value < 2n ** 64n && value >= -(2n ** 63n),
  rate: (value) => typeof value === 'number' && value >= 0,
  duration: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  flag: (value) => typeof value === 'boolean',
  list: Array.isArray,
  names: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  numbers: (value) => Array.isArray(value) && value.every(Number.isInteger),
};

/** The rows as the columns see them, before formatting. */
function* cells(report: Report, machine: Machine): Generator<readonly [column: BoundColumn, view: never]> {
  const kernel = openKernel({ proc: machine.proc, endian: machine.endian }, () => {});
  const views = report.scan({
    kernel,
    wanted: new Set(report.columns.map(({ name }) => name)),
    states: null,
    switches: {
      ...(report.switches() as object),
      all: true,
      ...(report.name === 'conns' ? { tables: new Set(socketProtocols) } : {}),
    },
    lookups: noLookups,
  });
  for (const view of views) for (const column of report.columns) yield [column, view];
}

const groupsOf = (octets: Uint8Array): string =>
  Array.from({ length: 8 }, (_, at) => ((octets[at * 2]! << 8) | octets[at * 2 + 1]!).toString(16)).join(':');

/** The URL parser's form of an IPv6 address. */
const canonical = (address: string): string => new URL(`http://[${address}]/`).hostname;

const checkOctets = (octets: Uint8Array | null, text: unknown, where: string): void => {
  if (octets === null) assert.equal(text, null, where);
  else if (octets.length === 4) assert.equal(text, octets.join('.'), where);
  else assert.equal(canonical(String(text)), canonical(groupsOf(octets)), where);
};

const valueIn = (vector: Exclude<Vector, { kind: 'address' }>): unknown => {
  if (vector.kind === 'same') return vector.value;
  if (vector.kind === 'number')
    return Number.isNaN(vector.numbers[vector.at]) ? null : vector.numbers[vector.at];
  const word = vector.rows.words[vector.rows.start + vector.at]!;
  return vector.kind === 'word' ? vector.means(word) : word >>> 0;
};

const octetsOf = ({ rows, at, size }: Extract<Vector, { kind: 'address' }>): Uint8Array => {
  const bytes = new DataView(new ArrayBuffer(size * 4));
  for (let word = 0; word < size; word++) bytes.setInt32(word * 4, rows.words[rows.start + at + word]!, true);
  return new Uint8Array(bytes.buffer);
};

const checkVector = (vector: Vector, value: unknown, where: string): void => {
  if (vector.kind === 'address') checkOctets(octetsOf(vector), value, where);
  else assert.equal(valueIn(vector), value, where);
};

test(
  'every value has its declared kind, and all accessors agree',
  each(async (report, machine, where) => {
    const out = new ByteWriter(() => assert.fail('written too early'));
    for (const [column, view] of cells(report, machine)) {
      const value = column.read(view);
      const here = `${where}: ${column.name} = ${String(value)}`;
      assert.ok(value === null || kinds[column.kind](value), `${here} is not of kind ${column.kind}`);
      if (column.values !== undefined && value !== null && !String(value).startsWith('UNKNOWN('))
        assert.ok(column.values.includes(String(value)), `${here} is none of ${column.values.join(' ')}`);
      out.length = 0;
      const put = column.put?.(view, out);
      if (put === true) assert.equal(out.bytes.toString('latin1', 0, out.length), String(value), here);
      if (put === false) assert.deepEqual([value, out.length], [null, 0], here);
      if (column.octets !== undefined) checkOctets(column.octets(view), value, here);
      const vector = column.vector?.(view) ?? null;
      if (vector !== null) checkVector(vector, value, here);
    }
  }),
);

test(
  'a view has vectors for all of its columns or for none, all pointing to one row',
  each(async (report, machine, where) => {
    const given = report.columns.filter(({ vector }) => vector !== undefined);
    let kept: readonly (Vector | null)[] = [];
    let last: never | null = null;
    for (const [column, view] of cells(report, machine)) {
      if (column !== report.columns[0]) continue;
      const vectors = given.map(({ vector }) => vector!(view));
      assert.ok(
        vectors.every((vector) => (vector === null) === (vectors[0] === null)),
        where,
      );
      const rows = vectors.flatMap((vector) => (vector !== null && 'rows' in vector ? [vector.rows] : []));
      assert.ok(new Set(rows).size <= 1, where);
      if (view === last)
        assert.ok(
          vectors.every((vector, at) => vector === kept[at]),
          where,
        );
      kept = vectors;
      last = view;
    }
  }),
);

/** Facts about machines that lack whole files; all others give every report. */
const without: Readonly<Record<string, RegExp>> = {
  gvisor: /^(sockstat|stat|conntrack|addrs)$/,
  infiniband: /^(?!arp$)/,
  wsl1: /^(?!ifstat$)/,
  conntrack: /^(?!conntrack$)/,
  processors: /^(?!stat$)/,
  counters: /^(conntrack|addrs|stat)$/,
  'linux-2.6': /^(conntrack|addrs|stat)$/,
};

test(
  'a report prints, or reports a missing file',
  each(async (report, machine, where) => {
    const { code, stdout, stderr } = await show(report, machine, '--json');
    const mayLack = without[machine.name]?.test(report.name) ?? false;
    assert.ok(code === 0 || (mayLack && code === 3), `${where}: exit ${code}, ${stderr}`);
    if (code === 3)
      assert.deepEqual([stdout, /^procnet: .+\n$/.test(stderr)], ['', true], `${where}: ${stderr}`);
    const strict = await show(report, machine, '--json', '--strict');
    assert.equal(strict.code, code === 0 && stderr !== '' ? 4 : code, where);
  }),
);

const formats = ['json', 'ndjson', 'csv', 'plain', 'table'] as const;
const columnSets = [[], ['--columns', 'all']];

const rowCount: Readonly<Record<(typeof formats)[number], (text: string) => number>> = {
  json: (text) => JSON.parse(text).length,
  ndjson: (text) => text.split('\n').length - 1,
  csv: (text) => parse(text).length - 1,
  plain: (text) => text.split('\n').length - 2,
  table: (text) => Number(/\n(\d+) rows?\n$/.exec(`\n${text}`)?.[1]),
};

test(
  'all formats have the same rows, and none prints unsafe bytes',
  each(async (report, machine, where) => {
    for (const columns of columnSets) {
      const counts = new Map<string, number>();
      for (const format of formats) {
        const { code, stdout, stderr } = await show(report, machine, '--format', format, ...columns);
        const here = `${where} as ${format} ${columns.join(' ')}`;
        isClean(stdout, here);
        isClean(stderr, `${here}, stderr`);
        if (code !== 0) continue;
        assert.ok(stdout === '' || stdout.endsWith('\n'), `${here}: the last line has no end`);
        if (format === 'plain' || format === 'table')
          assert.doesNotMatch(stdout, /[ \t]$/m, `${here}: trailing spaces`);
        counts.set(format, rowCount[format](stdout));
      }
      assert.equal(new Set(counts.values()).size <= 1, true, `${where}: ${JSON.stringify([...counts])}`);
    }
  }),
);

test(
  'colour only adds colour, even around names with escape sequences',
  each(async (report, machine, where) => {
    const bare = await show(report, machine, '--format', 'table', '--columns', 'all', '--color', 'never');
    const coloured = await show(
      report,
      machine,
      '--format',
      'table',
      '--columns',
      'all',
      '--color',
      'always',
    );
    assert.equal(coloured.stdout.replace(/\x1b\[[0-9;]*m/g, ''), bare.stdout, where);
    for (const format of ['json', 'ndjson', 'csv'])
      isClean(
        (await show(report, machine, '--format', format, '--color', 'always')).stdout,
        `${where} as ${format}`,
      );
  }),
);

const sameCell = (shown: string, value: unknown, where: string): void => {
  const text = unescapeText(shown);
  if (value === null) assert.equal(shown, '', where);
  else if (Array.isArray(value)) assert.equal(shown.split(';').length, Math.max(1, value.length), where);
  else assert.equal(text, String(value), where);
};

test(
  'JSON, NDJSON and CSV hold the same cells, in column order',
  each(async (report, machine, where) => {
    const names = report.columns.map(({ name }) => name);
    const [json, ndjson, csv] = await Promise.all(
      ['json', 'ndjson', 'csv'].map((format) =>
        show(report, machine, '--format', format, '--columns', 'all'),
      ),
    );
    if (json!.code !== 0) return;
    const rows = parseExactly(json!.stdout);
    assert.deepEqual(parseExactly(`[${ndjson!.stdout.trimEnd().split('\n').join(',')}]`), rows, where);
    const [header, ...records] = parse(csv!.stdout) as string[][];
    assert.deepEqual(header, names, where);
    for (const [at, row] of rows.entries()) {
      assert.deepEqual(Object.keys(row), names, where);
      for (const [column, name] of names.entries())
        sameCell(records[at]![column]!, row[name], `${where}, row ${at + 1}: ${name}`);
    }
  }),
);

test(
  'the --meta envelope holds the same rows and reports their problems',
  each(async (report, machine, where) => {
    const plain = await show(report, machine, '--json');
    if (plain.code !== 0) return;
    const { stdout } = await show(report, machine, '--json', '--meta');
    isClean(stdout, where);
    const meta = JSON.parse(stdout);
    assert.deepEqual(
      Object.keys(meta),
      ['schema', 'generatedAt', 'complete', 'sources', 'warnings', 'rows'],
      where,
    );
    assert.deepEqual(meta.rows, JSON.parse(plain.stdout), where);
    assert.equal(meta.complete, meta.warnings.length === 0, where);
    assert.equal(meta.complete, plain.stderr === '', where);
    assert.equal(meta.generatedAt, '2026-01-02T03:04:05.678Z');
  }),
);

test(
  'an indented array is the same array',
  each(async (report, machine, where) => {
    const argv = [report.name, ...sourceArguments(machine), '--json'];
    const [piped, shown] = [await runInProcess(argv), await runInProcess(argv, 80)];
    if (piped.code === 0) assert.deepEqual(JSON.parse(shown.stdout), JSON.parse(piped.stdout), where);
  }),
);

test(
  'a table is clean at any width',
  each(async (report, machine, where) => {
    for (const width of [1, 20, 80]) {
      const { stdout } = await runInProcess(
        [report.name, ...sourceArguments(machine), '--color', 'never'],
        width,
      );
      isClean(stdout, `${where}, ${width} columns`);
      assert.doesNotMatch(stdout, /[ \t]$/m, where);
    }
  }),
);

test('no terminal is too narrow for a table to keep its rows', async () => {
  for (const report of all) {
    const argv = [report.name, '--proc', 'test/fixtures/hostile', '--endian', 'little'];
    const lines = (await runInProcess(argv, 200)).stdout.split('\n').length;
    for (const width of [1, 7, 40])
      assert.ok((await runInProcess(argv, width)).stdout.split('\n').length >= lines);
  }
});

test('a row cut short is dropped, and no token is taken for another (fault 16)', async () => {
  const { stdout, stderr } = await runInProcess(['arp', '--proc', 'test/fixtures/torn', '--json']);
  const rows = JSON.parse(stdout) as Row[];
  for (const row of rows)
    assert.deepEqual([row['mask'], row['interface']], [null, 'fvA'], String(row['address']));
  assert.match(stderr, /arp:8: /);
});

test('byte order changes only how the file is written (traps 1, 3)', async () => {
  for (const report of all) {
    const [little, big] = await Promise.all(
      ['captures/A', 'big-endian'].map((name) =>
        show(report, machines.find((machine) => machine.name === name)!, '--json', '--columns', 'all'),
      ),
    );
    assert.equal(big!.stderr, '', report.name);
    assert.equal(big!.stdout, little!.stdout, report.name);
  }
});

for (const report of all)
  test(`the help of ${report.name} names every column and is clean`, async () => {
    const { code, stdout, stderr } = await runInProcess([report.name, '--help']);
    assert.deepEqual([code, stderr], [0, '']);
    isClean(stdout, report.name);
    for (const { name } of report.columns) assert.match(stdout, new RegExp(`\\b${name}\\b`));
  });
