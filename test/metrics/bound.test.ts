import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded } from '../../src/metrics/bound.ts';
import { expositionText } from '../../src/metrics/exposition.ts';
import { Families, type Family } from '../../src/metrics/family.ts';
import { needs } from '../support/needs.ts';
import { promtoolSays } from './prom-text.ts';

const family = (name: string, count: number): Family => ({
  name,
  type: 'gauge',
  help: 'Help.',
  series: Array.from({ length: count }, (_, at) => ({ labels: { at }, value: at })),
});

const namesOf = (families: readonly Family[]): readonly string[] => families.map(({ name }) => name);

test('the largest families are dropped first, each as a whole, the last one first among equals', () => {
  const families = [family('a', 3), family('b', 5), family('c', 3), family('d', 1)];
  assert.deepEqual(namesOf(bounded(families, 12).families), ['a', 'b', 'c', 'd']);
  assert.deepEqual(namesOf(bounded(families, 11).families), ['a', 'c', 'd']);
  assert.deepEqual(namesOf(bounded(families, 6).families), ['a', 'd']);
  assert.deepEqual(namesOf(bounded(families, 6).left), ['b', 'c']);
  assert.deepEqual(namesOf(bounded(families, 0).families), []);
});

const about = { name: 'procnet_x', type: 'gauge', help: 'X.' } as const;

test('series are unique, and no name is used with two types', () => {
  const families = new Families();
  families.add(about, { interface: 'lo' }, 1);
  families.add(about, { interface: 'lo' }, 2);
  families.add({ ...about, type: 'counter' }, { interface: 'eth0' }, 3);
  families.add(about, { interface: 'eth1' }, 4);
  assert.equal(families.repeated, 2);
  const text = expositionText(families.all());
  assert.equal(
    text,
    '# HELP procnet_x X.\n# TYPE procnet_x gauge\nprocnet_x{interface="lo"} 1\nprocnet_x{interface="eth1"} 4\n',
  );
});

test(
  'names cannot break out of a label or line, and large numbers keep their digits',
  needs('promtool'),
  () => {
    const families = new Families();
    const names = ['a"b', 'a\\b', 'a\nb 1', '} 1', '\u202e', '\udc85', 'ä', ''];
    for (const name of names)
      families.add({ ...about, help: 'Two\nlines \\ here.' }, { name }, 2n ** 64n - 1n);
    families.add(about, { name: null }, 0.07);
    const text = expositionText(families.all());
    assert.equal(promtoolSays(text), '');
    assert.equal(text.split('\n').length, 2 + names.length + 1 + 1);
    assert.equal(text.match(/ 18446744073709551615$/gm)?.length, names.length);
    assert.match(text, /^procnet_x 0\.07$/m);
    assert.ok(!/[\u202e\udc85]/.test(text));
  },
);
