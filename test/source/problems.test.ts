import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../src/core/errors.ts';
import { Problems } from '../../src/source/problems.ts';

test('a hundred problems are kept, all are counted, and no further messages are built', () => {
  const problems = new Problems();
  const report = problems.reader('/net/tcp');
  let made = 0;
  for (let line = 1; line <= 1_000_000; line++)
    report(line, 'st', () => {
      made++;
      return `bad ${line}`;
    });
  assert.equal(problems.total, 1_000_000);
  assert.equal(made, 100);
  assert.equal(problems.kept.length, 100);
  assert.deepEqual(problems.kept[99], { path: '/net/tcp', line: 100, field: 'st', message: 'bad 100' });
});

test('a caller that asks for every problem gets every problem', () => {
  const given: Problem[] = [];
  const problems = new Problems((problem) => given.push(problem));
  const report = problems.reader('/net/tcp');
  for (let line = 1; line <= 150; line++) report(line, 'st', () => `bad ${line}`);
  assert.deepEqual(given.slice(0, 100), problems.kept);
  assert.equal(given[149]?.message, 'bad 150');
});

test('a line reported by two readers of a file counts once, in either order', () => {
  const problems = new Problems();
  const [report, lookup] = [problems.reader('/net/route'), problems.reader('/net/route')];
  report(2, 'Mask', 'expected 8 digits');
  lookup(2, 'Mask', 'expected 8 digits');
  lookup(200, null, 'expected a row');
  report(200, null, 'expected a row');
  lookup(201, null, 'expected a row');
  assert.deepEqual(
    problems.kept.map(({ line }) => line),
    [2, 200, 201],
  );
  assert.equal(problems.total, 3);
});

test('two fields of one line are two problems, and so are equal lines of two files', () => {
  const problems = new Problems();
  const report = problems.reader('/net/tcp');
  report(2, 'uid', 'bad');
  report(2, 'inode', 'bad');
  problems.reader('/net/tcp6')(2, 'uid', 'bad');
  assert.equal(problems.total, 3);
});

test('a problem with a whole file counts once', () => {
  const problems = new Problems();
  for (const message of ['missing', 'missing', 'denied'])
    problems.add({ path: '/net/arp', line: null, field: null, message });
  assert.equal(problems.total, 2);
});
