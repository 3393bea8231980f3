import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Problem, ReadError, UnsupportedError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { copyRow, type PlainRow } from '../../src/query/copy.ts';
import { loadReports } from '../../src/reports/registry.ts';
import type { FileSystem } from '../../src/source/filesystem.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';
import { runs } from '../support/runs.ts';

const numRuns = runs(300);
const reports = await loadReports();
const reportNamed = (name: string): Report => reports.find((report) => report.name === name)!;
const capture = 'test/fixtures/captures/B/net';
/** Where host-wide files are. */
const host = 'test/fixtures/processors/net';

/** A file system that holds these files below `/net` and returns at most `step` bytes per read. */
const holding = (contents: ReadonlyMap<string, Uint8Array>, step: number): FileSystem => {
  const open: { bytes: Uint8Array; at: number }[] = [];
  const absent = (path: string): never => {
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  };
  const nameOf = (path: string): string => path.slice('/net/'.length);
  return {
    open: (path) => open.push({ bytes: contents.get(nameOf(path)) ?? absent(path), at: 0 }) - 1,
    read(fd, buffer, offset, length) {
      const file = open[fd]!;
      const got = file.bytes.subarray(file.at, file.at + Math.min(length, step));
      buffer.set(got, offset);
      file.at += got.length;
      return got.length;
    },
    close: () => {},
    pathOf: () => null,
    readdir: (path) =>
      [...contents.keys()]
        .filter((name) => name.startsWith(`${nameOf(path)}/`))
        .map((name) => name.slice(nameOf(path).length + 1)),
    readlink: absent,
    realpath: (path) => path,
    stat: () => ({ device: 1n, inode: 1n, size: 0n, kind: 'file' }),
    magic: () => 0,
    localAddresses: () => null,
  };
};

type Outcome = {
  readonly rows: readonly PlainRow[];
  readonly problems: readonly Problem[];
  readonly thrown: Error | null;
};

/** Reads every column of every row. Anything but the two expected errors fails the test. */
const read = (report: Report, contents: ReadonlyMap<string, Uint8Array>, step = 1 << 16): Outcome => {
  const problems: Problem[] = [];
  const rows: PlainRow[] = [];
  const location = { net: '/net', root: null, live: false };
  const kernel = new KernelSource(location, { endian: 'little' }, holding(contents, step), (problem) =>
    problems.push(problem),
  );
  const context = {
    kernel,
    wanted: new Set(report.columns.map(({ name }) => name)),
    states: null,
    switches: {
      ...(report.switches() as object),
      all: true,
      tables: new Set(['tcp', 'udp', 'udplite', 'raw', 'icmp', 'unix', 'packet', 'netlink']),
    },
    lookups: noLookups,
  };
  try {
    for (const view of report.scan(context)) rows.push(copyRow(report.columns, view));
    kernel.conclude();
    return { rows, problems, thrown: null };
  } catch (error) {
    assert.ok(
      error instanceof ReadError || error instanceof UnsupportedError,
      String((error as Error).stack),
    );
    return { rows, problems, thrown: error };
  }
};

/** A report's files in the fixtures, those of a directory individually, with their text. */
const captured = ({ files }: Report): Map<string, Uint8Array> =>
  new Map(
    files
      .filter((file) => !file.startsWith('/'))
      .flatMap((file) =>
        file.endsWith('/*')
          ? readdirSync(`${file === 'stat/*' ? host : capture}/${file.slice(0, -2)}`).map((name) =>
              file.replace('*', name),
            )
          : [file],
      )
      .map((file) => [file, file.startsWith('stat/') ? host : capture] as const)
      .filter(([file, directory]) => existsSync(`${directory}/${file}`))
      .map(([file, directory]) => [file, readFileSync(`${directory}/${file}`)] as const),
  );
const filesOf = (report: Report): readonly string[] => [...captured(report).keys()];

for (const report of reports) {
  test(`${report.name}: any bytes in any file give only rows or problems`, () => {
    const kernelLike = fc
      .array(
        fc.constantFrom(
          '0',
          'A',
          ':',
          ' ',
          '\n',
          '\t',
          '0100007F:1F90 ',
          'tcp: ',
          'src=1 ',
          '/32 host LOCAL',
          '\xff',
        ),
      )
      .map((parts) => Buffer.from(parts.join(''), 'latin1'));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), kernelLike);
    fc.assert(
      fc.property(fc.constantFrom(...filesOf(report)), bytes, (file, content) => {
        read(report, captured(report).set(file, content));
      }),
      { numRuns },
    );
  });

  test(`${report.name}: a changed byte gives only rows or problems`, () => {
    const files = filesOf(report).filter((file) => (captured(report).get(file)?.length ?? 0) > 0);
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), (file, place, byte) => {
        const contents = captured(report);
        const changed = Uint8Array.from(contents.get(file)!);
        changed[place % changed.length] = byte;
        read(report, contents.set(file, changed));
      }),
      { numRuns },
    );
  });

  test(`${report.name}: read boundaries change nothing (trap 64)`, () => {
    const whole = read(report, captured(report));
    for (const step of [1, 2, 3, 7, 150, 151, 4_050])
      assert.deepEqual(read(report, captured(report), step), whole, String(step));
  });

  test(`${report.name}: a file cut at any byte gives only rows or problems`, () => {
    const file = filesOf(report)[0]!;
    const whole = captured(report).get(file)!;
    for (let length = 1; length < Math.min(whole.length, 700); length++)
      read(report, captured(report).set(file, whole.subarray(0, length)));
  });
}

test('snmp: column order does not matter (fault 20, trap 44)', () => {
  const values = (contents: ReadonlyMap<string, Uint8Array>): ReadonlyMap<unknown, unknown> =>
    new Map(read(reportNamed('snmp'), contents).rows.map((row) => [row['key'], row['value']]));
  const original = captured(reportNamed('snmp'));
  const expected = values(original);
  fc.assert(
    fc.property(fc.constantFrom('snmp', 'netstat'), fc.infiniteStream(fc.nat()), (file, random) => {
      const lines = Buffer.from(original.get(file)!).toString('latin1').trimEnd().split('\n');
      const turned: string[] = [];
      for (let at = 0; at < lines.length; at += 2) {
        const names = lines[at]!.split(' ');
        const numbers = lines[at + 1]!.split(' ');
        const order = names
          .slice(1)
          .map((_, column) => column + 1)
          .sort(() => (random.next().value! % 2 === 0 ? 1 : -1));
        for (const words of [names, numbers])
          turned.push([words[0], ...order.map((column) => words[column])].join(' '));
      }
      assert.deepEqual(
        values(new Map(original).set(file, Buffer.from(`${turned.join('\n')}\n`, 'latin1'))),
        expected,
      );
    }),
    { numRuns: Math.min(numRuns, 500) },
  );
});

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** Words as a kernel of that byte order prints them: each is four bytes of the address read as one number. */
const words = (octets: Uint8Array, endian: 'little' | 'big'): string => {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  return Array.from({ length: octets.length / 4 }, (_, at) =>
    hex(view.getUint32(at * 4, endian === 'little'), 8),
  ).join('');
};

test('addresses and ports round-trip through the kernel’s format in both byte orders (trap 1)', () => {
  const address = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(
      address,
      fc.nat(65_535),
      fc.constantFrom('little' as const, 'big' as const),
      (octets, port, endian) => {
        const end = `${words(octets, endian)}:${hex(port, 4)}`;
        const row = `   0: ${end} ${end} 01 00000000:00000000 00:00000000 00000000     0        0 7 1 0 20 4 30 10 -1\n`;
        const file = octets.length === 4 ? 'tcp' : 'tcp6';
        const contents = new Map([
          ['tcp', Buffer.from('  sl  local_address\n')],
          ['tcp6', Buffer.from('  sl  local_address\n')],
          ['udp', Buffer.from('  sl  local_address\n')],
        ]);
        contents.set(file, Buffer.from(`  sl  local_address\n${row}`));
        const kernel = new KernelSource(
          { net: '/net', root: null, live: false },
          { endian },
          holding(contents, 1 << 16),
          (problem) => assert.fail(problem.message),
        );
        const context = {
          kernel,
          wanted: new Set<string>(),
          states: null,
          switches: reportNamed('conns').switches(),
          lookups: noLookups,
        };
        const report = reportNamed('conns');
        const seen = [...report.scan(context)].map((view) => ({
          octets: [...report.columns.find(({ name }) => name === 'remoteAddress')!.octets!(view)!],
          text: report.columns.find(({ name }) => name === 'remoteAddress')!.read(view),
          port: report.columns.find(({ name }) => name === 'remotePort')!.read(view),
        }));
        assert.deepEqual(
          seen.map(({ octets: given, port: number }) => [given, number]),
          [[[...octets], port]],
        );
        if (octets.length === 4) assert.equal(seen[0]!.text, octets.join('.'));
        else
          assert.equal(
            new URL(`http://[${seen[0]!.text}]`).hostname,
            new URL(
              `http://[${[...new Uint16Array(8)].map((_, at) => hex((octets[at * 2]! << 8) | octets[at * 2 + 1]!, 4)).join(':')}]`,
            ).hostname,
          );
      },
    ),
    { numRuns },
  );
});
