import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import type { Report } from '../../src/core/report.ts';
import type { PlainRow } from '../../src/query/copy.ts';
import { isMovingStill, Trends } from '../../src/samples/trends.ts';

const rate = (name: string, rateOf: 'bytes' | 'packets'): BoundColumn<PlainRow> => ({
  name,
  kind: 'rate',
  unit: 'per second',
  rateOf,
  help: '',
  read: (row) => row[name] ?? null,
});

const columns = [rate('in', 'bytes'), rate('out', 'bytes'), rate('packets', 'packets')];
const report = { identity: ['name'], watched: ['in', 'out', 'packets'] } as unknown as Report;

const taken = (samples: readonly PlainRow[][]): readonly PlainRow[] => {
  const trends = new Trends(report, columns);
  for (const rows of samples) trends.take(rows);
  return samples.at(-1)!;
};

describe('Trends', () => {
  it('adds the watched bytes in both directions; unknown stays unknown', () => {
    const [row] = taken([
      [{ name: 'eth0', in: null, out: null, packets: null }],
      [{ name: 'eth0', in: 1, out: 2, packets: 9 }],
      [{ name: 'eth0', in: null, out: 4, packets: 9 }],
    ]);
    assert.deepEqual(row!['trend'], [null, 3, 4]);
  });

  it('keeps twelve samples of each row, and forgets removed rows', () => {
    const many = Array.from({ length: 20 }, (_, at) => [{ name: 'a', in: at, out: 0 }]);
    assert.deepEqual(taken(many)[0]!['trend'], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    const back = taken([[{ name: 'a', in: 1, out: 0 }], [], [{ name: 'a', in: 2, out: 0 }]]);
    assert.deepEqual(back[0]!['trend'], [2]);
  });

  it('has moved as long as any of its samples did', () => {
    assert.equal(isMovingStill({ trend: [null, 0, 2, 0] }), true);
    assert.equal(isMovingStill({ trend: [null, 0, 0] }), false);
  });
});
