import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parser } from 'tap-parser';
import { tap } from '../../../src/check/formats/tap.ts';
import { finding, hostile, layout, mixed, unsafe } from '../finding.ts';

type Point = {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: boolean | string;
  readonly diag: Readonly<Record<string, unknown>> | null;
};

/** What node-tap's parser reads in strict mode: anything that is not TAP is a failure. */
const read = (
  text: string,
): { points: Point[]; results: { ok: boolean; count: number; failures: unknown[] } } => {
  const points: Point[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', (point: Point) => points.push(point));
  let results: { ok: boolean; count: number; failures: unknown[] } | undefined;
  parser.on('complete', (found: typeof results) => {
    results = found;
  });
  parser.end(text);
  return { points, results: results! };
};

test('TAP 14 is accepted by the reference parser', () => {
  const text = tap(mixed, layout);
  assert.match(text, /^TAP version 14\n1\.\.5\n/);
  assert.doesNotMatch(text, unsafe);
  const { points } = read(text);
  assert.deepEqual(
    points.map(({ ok, skip }) => [ok, skip]),
    [
      [true, false],
      [false, false],
      [true, false],
      [false, false],
      [true, 'not here # really'],
    ],
  );
  assert.deepEqual(
    points.slice(0, 3).map(({ name }) => name),
    ['close-wait', 'udp-errors', 'exposed'],
  );
});

test('the YAML block holds the finding', () => {
  const { points } = read(tap(mixed, layout));
  const [, udp, exposed] = points;
  assert.deepEqual(
    ['status', 'value', 'unit', 'warn', 'critical', 'advice'].map((key) => udp!.diag![key]),
    ['critical', 12.5, '%', 1, 5, 'Read faster, # or not.'],
  );
  assert.equal(udp!.diag!['message'], `lost by ${hostile}`);
  const [row] = udp!.diag!['evidence'] as { localPort: number; processes: { name: string }[] }[];
  assert.deepEqual([row!.localPort, row!.processes[0]!.name], [53, hostile]);
  assert.equal(exposed!.diag!['status'], 'warn', 'a warning is ok, and reported');
});

test('warnings fail on request; nothing fails with never; no checks give an empty plan', () => {
  const { points } = read(tap(mixed, { ...layout, failOn: 'warning' }));
  assert.equal(points[2]!.ok, false);
  const never = read(tap([finding({ status: 'critical' })], { ...layout, failOn: 'never' }));
  assert.equal(never.points[0]!.ok, true);
  assert.equal(read(tap([], layout)).results.count, 0);
  assert.equal(tap([], layout), 'TAP version 14\n1..0\n');
});
