import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Holder } from '../../../src/core/column.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import { holderTest } from '../../../src/query/expression/holders.ts';
import { plainColumn } from '../../support/plain-columns.ts';

const holder = (name: string, aliases?: readonly string[]): Holder => ({
  pid: 12,
  name,
  fd: 3,
  ...(aliases === undefined ? {} : { aliases }),
});

const node = holder('MainThread', ['node', 'server.js']);
const exporter = 'prometheus-node-exporter';
const cut = holder('prometheus-node');

const truths: readonly (readonly [word: string, holder: Holder, expected: boolean])[] = [
  ['nginx', holder('nginx'), true],
  ['NGINX', holder('nginx'), false],
  ['ngin', holder('nginx'), false],
  ['', holder('nginx'), false],
  ['12', holder('nginx'), true],
  ['1', holder('nginx'), false],
  ['12', holder('12'), true],
  ['13', holder('13'), false],
  ['node', node, true],
  ['server.js', node, true],
  ['MainThread', node, true],
  ['serv*', node, true],
  ['n?de', node, true],
  ['N?DE', node, false],
  ['*', node, true],
  ['x*', node, false],
  [exporter, cut, true],
  ['prometheus-node-adapter', cut, true],
  ['prometheus-node', cut, true],
  ['prometheus-nodes', cut, true],
  ['prometheus-nod', cut, false],
  [exporter, holder('prometheus-node', [exporter]), true],
  ['prometheus-node-adapter', holder('prometheus-node', [exporter]), false],
  ['prometheus-node-adapter', holder('prometheus-node', ['python3']), true],
  // 15 bytes end inside the eighth letter: the kernel keeps its first byte.
  ['äöüäöüäö', holder('äöüäöüä\udcc3'), true],
  ['äöüäöüäö', holder('äöüäöüä'), false],
];

for (const [word, process, expected] of truths)
  test(`${word || 'nothing'} names ${JSON.stringify(process)}: ${expected}`, () =>
    assert.equal(holderTest(word)(process), expected));

test('expressions know all names, and quoted digits are a name', () => {
  const processes = [plainColumn('processes', 'list')];
  const holds = (text: string, ...holders: readonly Holder[]): boolean =>
    compileExpression(text, processes, { portsOf: () => [] }).test({ processes: holders } as never);
  assert.equal(holds('process = node', node), true);
  assert.equal(holds('processes in (x, node)', cut, node), true);
  assert.equal(holds('process ~ /^server/', node), true);
  assert.equal(holds('process !~ /^server/', node), false);
  assert.equal(holds('process = "13"', holder('13')), true);
  assert.equal(holds('process = 13', holder('13')), false);
  assert.equal(holds('process = "n*"', holder('nginx')), false);
  assert.equal(holds('process = nginx'), false);
});

test('aliases, which cost reading the process, are read only if its name does not decide', () => {
  let asked = 0;
  const lazy = {
    ...holder('nginx'),
    get aliases(): readonly string[] {
      asked++;
      return ['openresty'];
    },
  };
  for (const word of ['nginx', 'ng*', '12', '13']) holderTest(word)(lazy);
  assert.equal(asked, 0);
  assert.equal(holderTest('openresty')(lazy), true);
  assert.equal(asked, 1);
});
