import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionForms } from '../../src/docs/conditions.ts';
import { subjects } from '../../src/docs/expressions.ts';
import { topicHelp } from '../../src/docs/topic-help.ts';
import { runHere } from '../cli/run-here.ts';

test('help explains expressions and conditions at any width', async () => {
  for (const [word, rows] of [
    ['expressions', subjects],
    ['conditions', conditionForms],
  ] as const) {
    for (const width of [80, 100, 300]) {
      const text = topicHelp(word, width)!;
      for (const [term] of rows) assert.ok(text.includes(term), `${word}: ${term}`);
      const longest = Math.max(...text.split('\n').map((line) => line.length));
      assert.ok(longest <= Math.min(width, 100), `${word} at ${width}: ${longest}`);
      assert.ok(!text.includes('`'));
    }
    const { out, code } = await runHere(['help', word]);
    assert.deepEqual([out, code], [topicHelp(word, 100), 0]);
  }
  assert.equal(topicHelp('conns', 80), null);
});
