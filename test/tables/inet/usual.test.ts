import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { SocketBatch } from '../../../src/tables/inet/batch.ts';
import { SocketRowParser } from '../../../src/tables/inet/parser.ts';
import { decodeUsual } from '../../../src/tables/inet/usual.ts';
import { runs } from '../../support/runs.ts';

type Size = 1 | 4;

/** Rows that kernels have printed, and some at the limits of their format. */
const printed = (file: string): readonly string[] =>
  ['captures/A', 'captures/B', 'router', 'hostile', 'counters', 'gvisor', 'linux-2.6', 'wsl1'].flatMap(
    (name) => {
      try {
        return readFileSync(`test/fixtures/${name}/net/${file}`, 'latin1').split('\n').slice(1, -1);
      } catch {
        return [];
      }
    },
  );

const edges = (zeros: string): readonly string[] => {
  const ends = `${zeros}0100007F:1F90 ${zeros}0200007F:C350`;
  const row = (rest: string): string => `   0: ${ends} ${rest}`;
  return [
    row('01 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0000000000000000 20 4 30 10 -1'),
    row('01 FFFFFFFF:80000000 ff:ffffffff ffffffff 4294967295 2147483647 4294967295 1 0'),
    row('07 00000001:00000002 00:00000000 00000000     0        0 3999999999 2 ffff8800 7'),
    row('07 00000001:00000002 00:00000000 00000000     0        0 4000000000'),
    row('06 00000000:00000000 03:0000000000001770 00000000     0        0 0 3 0000000000000000'),
    row('06 00000000:00000000 03:00000ED9 00000000    -2       -1 999999999'),
  ];
};

const files: readonly (readonly [size: Size, lines: readonly string[]])[] = [
  [1, [...['tcp', 'udp', 'raw', 'icmp', 'udplite'].flatMap(printed), ...edges('')]],
  [4, [...['tcp6', 'udp6', 'raw6', 'icmp6'].flatMap(printed), ...edges('0'.repeat(24))]],
];

/**
 * Decodes one line both ways and returns each result: the place of the line feed, or null, and the row. Only this many bytes
 * have been read so far, and the buffer may end where they do.
 */
const bothWays = (
  size: Size,
  text: string,
  behind: string,
  read = Number.POSITIVE_INFINITY,
  isTight = false,
) => {
  const all = Uint8Array.from(Buffer.from(`${text}\n${behind}`, 'latin1'));
  const filled = Math.min(read, all.length);
  const bytes = isTight ? all.slice(0, filled) : all;
  const [quick, sure] = [new SocketBatch(size), new SocketBatch(size)];
  const end = decodeUsual(bytes, 0, filled, quick);
  const lineEnd = all.indexOf(0x0a);
  const mismatched = new SocketRowParser(sure).parse(all, 0, lineEnd);
  return { end: end < 0 ? null : end, lineEnd, mismatched, quick: rowOf(quick), sure: rowOf(sure) };
};

const rowOf = ({ words, numbers }: SocketBatch) => ({ words: [...words], numbers: [...numbers] });

for (const [size, lines] of files)
  test(`${size * 32}-bit addresses: the fast decoder agrees with the parser on mutated lines`, () => {
    let decoded = 0;
    const mutation = fc.record({
      line: fc.nat(lines.length - 1),
      changes: fc.array(
        fc.record({
          at: fc.nat(170),
          length: fc.nat(2),
          text: fc.constantFrom('', '0', 'A', 'g', ' ', ':', '\n', '\t', '-', '\0', 'ÿ', '9999999999'),
        }),
        { maxLength: 3 },
      ),
      behind: fc.constantFrom('', '0', '  1: 0100007F', '\n', lines[0]!),
      read: fc.option(fc.nat(200), { nil: undefined }),
      isTight: fc.boolean(),
    });
    fc.assert(
      fc.property(mutation, ({ line, changes, behind, read, isTight }) => {
        let text = lines[line]!;
        for (const { at, length, text: put } of changes)
          text = text.slice(0, at) + put + text.slice(at + length);
        const { end, lineEnd, mismatched, quick, sure } = bothWays(size, text, behind, read, isTight);
        if (end === null) return;
        decoded++;
        assert.equal(end, lineEnd);
        assert.equal(mismatched, null);
        assert.ok(end < (read ?? Number.POSITIVE_INFINITY));
        assert.deepEqual(quick, sure);
      }),
      { numRuns: runs(3_000) },
    );
    assert.ok(decoded > 100, `${decoded} lines were decoded at once`);
  });

test('every row printed by current kernels takes the fast path', () => {
  let count = 0;
  for (const name of ['captures/A', 'captures/B', 'router'])
    for (const [size, names] of [
      [1, ['tcp', 'udp', 'raw', 'icmp']],
      [4, ['tcp6', 'udp6', 'raw6', 'icmp6']],
    ] as const)
      for (const file of names)
        for (const line of readFileSync(`test/fixtures/${name}/net/${file}`, 'latin1')
          .split('\n')
          .slice(1, -1)) {
          assert.equal(bothWays(size, line, '').end, line.length, `${name} ${file}: ${line}`);
          count++;
        }
  assert.ok(count > 20, String(count));
});

test('a partial line is left alone, wherever the buffer ends', () => {
  for (const [size, lines] of files)
    for (const line of lines)
      for (let read = 0; read <= line.length; read++)
        assert.equal(bothWays(size, line, '', read, true).end, null, `${read} of ${line}`);
});

test('inodes of ten digits take the fast path', () => {
  for (const inode of ['1000000000', '3999999999']) {
    const line = edges('')[0]!.replace('4242', inode);
    const { end, quick } = bothWays(1, line, '');
    assert.equal(end, line.length);
    assert.equal(quick.numbers[0], Number(inode));
  }
});
