import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FilePolicy, Lines, Report, ScanOptions } from '../../src/core/report.ts';
import { addrs, arp, conns, conntrack, ifstat, routes, snmp, sockstat } from '../../src/reports/index.ts';
import { KernelSource } from '../../src/source/kernel.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { damage, damagedText, isBlank, linesOf } from '../support/damaged-lines.ts';
import { machines } from '../support/machines.ts';

const runs = process.env['PROCNET_FULL'] ? 10_000 : 300;

/** A file of the kernel with one row a line, and what a second reader has to know of it. */
type Table = {
  readonly file: string;
  readonly report: Report;
  readonly options?: ScanOptions;
  /** Whether the line, the `place`th that is not blank, is a heading. */
  readonly isHeading?: (line: string, place: number, number: number) => boolean;
  /** What tells one row from another, where the kernel repeats rows. */
  readonly identity?: (line: string) => string;
};

const tokens = (line: string): readonly string[] =>
  line
    .replace(/\r$/, '')
    .split(/[ \t]+/)
    .filter((token) => token !== '');
const only = (protocol: string, family: string): ScanOptions => ({
  tables: new Set([protocol]),
  families: new Set([family]),
});
const headed =
  (...words: readonly string[]) =>
  (line: string, place: number): boolean =>
    place === 1 && words.every((word) => tokens(line.toLowerCase()).includes(word));

/** Both ends and the inode. */
const socketIdentity = (line: string): string => {
  const words = line.replace(/^[\0-\x20]*\d+:./s, '').split(/[\0-\x20]+/);
  return [words[0], words[1], words[8]].join(' ').toLowerCase();
};

const sockets = ['tcp', 'udp', 'udplite', 'raw', 'icmp'].flatMap((protocol) =>
  ['ipv4', 'ipv6'].map(
    (family): Table => ({
      file: family === 'ipv4' ? protocol : `${protocol}6`,
      report: conns,
      options: only(protocol, family),
      isHeading: (line, place) => place === 1 && /local_address|^ *sl /i.test(line),
      identity: socketIdentity,
    }),
  ),
);

/** No line of the kernel has more; of glued ones the rest is not looked at. */
const mostTokens = 40;

/** The number of the protocol, the zone, and the first direction up to what is no part of it. */
const trackedIdentity = (line: string): string => {
  const all = tokens(line).slice(0, mostTokens);
  const words = all.slice(
    0,
    all.findIndex((token) => /^\[|=/.test(token)),
  );
  const protocol = words.length > 3 && /^\d/.test(words[3]!) ? words[3] : words[1];
  const [, first] = /(?:^|[ \t])(src=.*?)[ \t]+(?:\[|packets=|src=)/.exec(line) ?? [];
  const zone = all.findLast((token) => token.startsWith('zone='));
  return [protocol, first, zone].join(' ');
};

const tables: readonly Table[] = [
  ...sockets,
  {
    file: 'packet',
    report: conns,
    options: only('packet', 'packet'),
    isHeading: headed('sk', 'refcnt'),
    identity: (line) => [0, 8].map((at) => tokens(line)[at]).join(' '),
  },
  {
    file: 'netlink',
    report: conns,
    options: only('netlink', 'netlink'),
    isHeading: headed('sk', 'eth'),
    identity: (line) => [0, 1, 2, 9].map((at) => tokens(line)[at]).join(' '),
  },
  { file: 'dev', report: ifstat, isHeading: (line, _, number) => number <= 2 && line.includes('|') },
  { file: 'arp', report: arp, isHeading: headed('ip', 'address', 'flags') },
  {
    file: 'route',
    report: routes,
    options: { families: new Set(['ipv4']) },
    isHeading: headed('iface', 'destination', 'gateway'),
  },
  { file: 'ipv6_route', report: routes, options: { families: new Set(['ipv6']), all: true } },
  { file: 'if_inet6', report: addrs, options: { families: new Set(['ipv6']) } },
  { file: 'nf_conntrack', report: conntrack, identity: trackedIdentity },
  { file: 'snmp6', report: snmp },
  { file: 'sockstat', report: sockstat },
  { file: 'sockstat6', report: sockstat },
];

const captures = (file: string): readonly string[] =>
  machines
    .filter(({ endian }) => endian === 'little')
    .map(({ proc }) => `${proc}/net/${file}`)
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .filter((text) => text !== '');

type Account = {
  readonly rows: readonly number[];
  readonly problems: readonly number[];
  /** Of unix sockets. */
  readonly paths: readonly (string | null)[];
};

/** The number of the line that each row was made of, and of each that is complained about. */
const account = ({ file, report, options = {} }: Table, text: string): Account => {
  const problems: number[] = [];
  const rows: number[] = [];
  const paths: (string | null)[] = [];
  let opened: Lines | null = null;
  class Watched extends KernelSource {
    override open(name: string, policy?: FilePolicy): Lines | null {
      const lines = super.open(name, policy);
      if (name === file) opened = lines;
      return lines;
    }
  }
  const files = new FakeFiles({ [`/net/${file}`]: Buffer.from(text, 'latin1') });
  const kernel = new Watched(
    { net: '/net', root: null, live: false },
    { endian: 'little' },
    files,
    ({ line }) => {
      if (line !== null) problems.push(line);
    },
  );
  const lookups = { holders: () => null, userName: () => null };
  const path = report.columns.find(({ name }) => name === 'path');
  for (const view of report.scan({ kernel, wanted: new Set(), states: null, options, lookups })) {
    rows.push((opened as Lines | null)!.number);
    if (path !== undefined) paths.push(path.read(view) as string | null);
  }
  return { rows, problems, paths };
};

for (const table of tables) {
  const texts = captures(table.file);
  test(`${table.file}: every line is a heading, blank, a row, told of, or a row again`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(damage, { maxLength: 6 }), (whole, damages) => {
        const text = damagedText(whole, damages);
        const { rows, problems } = account(table, text);
        const lines = linesOf(text);
        assert.deepEqual(
          rows,
          [...new Set(rows)].sort((a, b) => a - b),
          'at most one row a line, in their order',
        );
        const given = new Set<string>();
        let place = 0;
        for (const [at, line] of lines.entries()) {
          const number = at + 1;
          if (!isBlank(line)) place++;
          const isRow = rows.includes(number);
          const isProblem = problems.includes(number);
          if (isBlank(line) || table.isHeading?.(line, place, number)) {
            assert.ok(!isRow && !isProblem, `line ${number} says nothing: ${JSON.stringify(line)}`);
            continue;
          }
          const identity = table.identity?.(line);
          const isAgain = identity !== undefined && given.has(identity);
          assert.ok(isRow || isProblem || isAgain, `line ${number} is lost: ${JSON.stringify(line)}`);
          assert.ok(!isRow || !isAgain, `line ${number} is given out again: ${JSON.stringify(line)}`);
          if (isRow && identity !== undefined) given.add(identity);
        }
        assert.ok([...rows, ...problems].every((number) => number <= lines.length));
      }),
      { numRuns: runs, includeErrorInReport: true },
    );
  });
}

test('unix: every line is the heading, blank, a row, the rest of a name, or told of', () => {
  const table: Table = { file: 'unix', report: conns, options: only('unix', 'unix') };
  const texts = captures('unix');
  const unlikeRepeats = damage.filter(({ kind }) => kind !== 'repeat');
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(unlikeRepeats, { maxLength: 6 }), (whole, damages) => {
      const text = damagedText(whole, damages);
      const { problems, paths } = account(table, text);
      const lines = linesOf(text);
      const heading = lines[0]?.slice(0, 200).includes('RefCount') ? 1 : 0;
      const inNames = paths.reduce((sum, path) => sum + (path?.split('\n').length ?? 1), 0);
      const lost = lines.length - heading - inNames - problems.length;
      const blank = lines.slice(heading).filter(isBlank).length;
      assert.ok(lost >= 0 && lost <= blank, `${lost} lines are lost, and ${blank} are blank`);
    }),
    { numRuns: runs, includeErrorInReport: true },
  );
});
