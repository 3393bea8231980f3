import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../../../src/core/errors.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import { type PlainRow, plainColumn } from '../../support/plain-columns.ts';
import { runs } from '../../support/runs.ts';

const columns = [
  plainColumn('bytes', 'counter', { unit: 'bytes' }),
  plainColumn('packets', 'integer', { unit: 'packets' }),
  plainColumn('timerMs', 'duration', { unit: 'milliseconds' }),
  plainColumn('timeout', 'duration', { unit: 'seconds' }),
  plainColumn('share', 'rate', { unit: 'percent' }),
  plainColumn('inode', 'integer'),
];
const meanings = { portsOf: () => [] };

const holds = (text: string, row: PlainRow): boolean =>
  compileExpression(text, columns, meanings).test(row as never);

/** The number for an argument: the only one that equals it and is neither less nor greater. */
const means = (column: string, word: string, value: number | bigint): void => {
  const row = { [column]: value };
  for (const [operator, expected] of [
    ['=', true],
    ['!=', false],
    ['<', false],
    ['>', false],
    ['<=', true],
    ['>=', true],
  ] as const)
    assert.equal(holds(`${column} ${operator} ${word}`, row), expected, `${column} ${operator} ${word}`);
};

const meant: readonly (readonly [column: string, word: string, value: number | bigint])[] = [
  ['bytes', '1M', 1_000_000n],
  ['bytes', '1MB', 1_000_000n],
  ['bytes', '1MiB', 1_048_576n],
  ['bytes', '4Ki', 4_096n],
  ['bytes', '1.5k', 1_500n],
  ['bytes', '1.5KiB', 1_536n],
  ['bytes', '2g', 2_000_000_000n],
  ['bytes', '3T', 3_000_000_000_000n],
  ['bytes', '17b', 17n],
  ['bytes', '18E', 18_000_000_000_000_000_000n],
  ['bytes', '18446744073709551615', 2n ** 64n - 1n],
  ['bytes', '0xffffffffffffffff', 2n ** 64n - 1n],
  ['packets', '10k', 10_000],
  ['packets', '0x88cc', 0x88cc],
  ['packets', '0X88CC', 0x88cc],
  ['packets', '007', 7],
  ['packets', '-3', -3],
  ['timerMs', '2s', 2_000],
  ['timerMs', '500ms', 500],
  ['timerMs', '1.5m', 90_000],
  ['timerMs', '1h', 3_600_000],
  ['timerMs', '7', 7],
  ['timeout', '2', 2],
  ['timeout', '5m', 300],
  ['timeout', '2d', 172_800],
  ['timeout', '500ms', 0.5],
  ['share', '12.5', 12.5],
  ['share', '12.5%', 12.5],
  ['inode', '9007199254740992', 9_007_199_254_740_992n],
  ['inode', '9007199254740993', 9_007_199_254_740_993n],
];

for (const [column, word, value] of meant)
  test(`${word} of ${column} is ${value}`, () => means(column, word, value));

for (const [column, word] of [
  ['bytes', '18446744073709551616'],
  ['bytes', '19E'],
  ['bytes', '1.0001k'],
  ['bytes', '1.5'],
  ['bytes', '1s'],
  ['bytes', '1i'],
  ['bytes', '0x'],
  ['bytes', '0x10000000000000000'],
  ['bytes', '1e3'],
  ['bytes', 'k'],
  ['bytes', '9'.repeat(40)],
  ['packets', '1KB'],
  ['packets', '1%'],
  ['packets', ''],
  ['packets', '--1'],
  ['packets', '1_000'],
  ['packets', '٣'],
  ['timerMs', '2M'],
  ['timerMs', '2x'],
  ['timerMs', 'constructor'],
  ['timerMs', '1constructor'],
  ['inode', '9-1'],
  ['inode', '1-'],
  ['inode', '1-2-3'],
] as const)
  test(`${word || 'nothing'} is not a number of ${column}`, () =>
    assert.throws(() => holds(`${column} = "${word}"`, {}), UsageError));

test('ranges accept units and are exact beyond 2^53', () => {
  assert.ok(holds('bytes in (1k-2k, 1M-2M)', { bytes: 1_500n }));
  assert.ok(!holds('bytes in (1k-2k, 1M-2M)', { bytes: 2_001n }));
  assert.ok(holds('inode in (0-9007199254740992)', { inode: 7 }));
  assert.ok(holds('inode = 9007199254740992-9007199254740993', { inode: 9_007_199_254_740_993n }));
  assert.ok(!holds('inode = 9007199254740992-9007199254740993', { inode: 9_007_199_254_740_994n }));
});

const operators = {
  '=': (a: bigint, b: bigint) => a === b,
  '!=': (a: bigint, b: bigint) => a !== b,
  '<': (a: bigint, b: bigint) => a < b,
  '<=': (a: bigint, b: bigint) => a <= b,
  '>': (a: bigint, b: bigint) => a > b,
  '>=': (a: bigint, b: bigint) => a >= b,
} as const;

test('integer comparisons agree with bigint ones at any size', () => {
  const near = fc.bigInt({ min: -3n, max: 3n });
  const base = fc.constantFrom(0n, 5n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 4n);
  fc.assert(
    fc.property(
      base,
      near,
      near,
      fc.constantFrom(...Object.keys(operators)),
      (middle, one, other, operator) => {
        const [value, limit] = [middle + one, middle + other];
        const stored = Number.isSafeInteger(Number(value)) ? Number(value) : value;
        const expected = operators[operator as keyof typeof operators](value, limit);
        assert.equal(holds(`inode ${operator} ${limit}`, { inode: stored }), expected);
        assert.equal(holds(`bytes ${operator} ${limit}`, { bytes: value }), expected);
      },
    ),
    { numRuns: runs(500) },
  );
});
