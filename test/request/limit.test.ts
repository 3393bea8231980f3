import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInProcess } from '../support/in-process.ts';

const conns = (...args: readonly string[]) =>
  runInProcess(['conns', '-t', '--proc', 'test/fixtures/captures/B', '-H', '--csv', ...args]);

test('--limit limits what is printed, not the number of rows that is asserted', async () => {
  for (const more of [[], ['--sort', 'localPort'], ['--count-by', 'inode']]) {
    const all = (await conns(...more)).stdout.trim().split('\n').length;
    assert.ok(all > 2);
    for (const limit of ['0', '1', String(all)]) {
      const asked = async (...args: readonly string[]) => {
        const { code, stdout, stderr } = await conns(...more, '--limit', limit, ...args);
        assert.equal(stdout.split('\n').length - 1, args.includes('-q') ? 0 : Number(limit));
        return [code, stderr];
      };
      const found = `found ${all}\n`;
      assert.deepEqual(await asked('--at-most', String(all)), [0, '']);
      assert.deepEqual(await asked('--at-least', String(all)), [0, '']);
      assert.deepEqual(await asked('--none'), [1, `procnet: expected none, ${found}`]);
      assert.deepEqual(await asked('--at-most', String(all - 1)), [
        1,
        `procnet: expected at most ${all - 1}, ${found}`,
      ]);
      assert.deepEqual(await asked('--at-least', String(all + 1)), [
        1,
        `procnet: expected at least ${all + 1}, ${found}`,
      ]);
      assert.deepEqual(
        [await asked('-q'), await asked('-E')],
        [
          [0, ''],
          [0, ''],
        ],
      );
    }
  }
});
