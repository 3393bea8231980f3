import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInProcess } from '../support/in-process.ts';

const conns = async (...args: readonly string[]) => {
  const { stdout, stderr, code } = await runInProcess([
    'conns',
    '--proc',
    'test/fixtures/captures/B',
    '-A',
    'all',
    ...args,
  ]);
  return { stdout, stderr, code };
};

const tally = (rows: readonly Record<string, unknown>[]): Map<unknown, number> => {
  const counts = new Map<unknown, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
};

describe('--having', () => {
  it('keeps the counts that match its expression', async () => {
    const rows = JSON.parse((await conns('--json')).stdout) as Record<string, unknown>[];
    for (const [expression, keeps] of [
      ['count > 2', (count: number) => count > 2],
      ['count = 1', (count: number) => count === 1],
      ['state = listen', (_: number, state: unknown) => state === 'LISTEN'],
    ] as const) {
      const { stdout } = await conns('--count-by', 'state', '--having', expression, '--json');
      const counted = JSON.parse(stdout) as { state: string; count: number }[];
      const expected = [...tally(rows)].filter(([state, count]) => keeps(count, state));
      assert.ok(expected.length > 0 && expected.length < tally(rows).size, expression);
      assert.deepEqual(
        new Map(counted.map(({ state, count }) => [state, count])),
        new Map(expected),
        expression,
      );
    }
  });

  it('is refused without counts, or if it does not mention count', async () => {
    assert.deepEqual(await conns('--having', 'count > 1'), {
      stdout: '',
      stderr: 'procnet: --having requires --count-by\n',
      code: 2,
    });
    const { stderr, code } = await conns('--count-by', 'state', '--having', 'protocol = tcp');
    assert.equal(code, 2);
    assert.match(stderr, /protocol/);
  });
});
