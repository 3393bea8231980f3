import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, ndjson } from '../../../src/check/formats/json.ts';
import { text } from '../../../src/check/formats/text.ts';
import { finding, hostile, layout, mixed, unsafe } from '../finding.ts';

test('text: problems first, with their rows and advice, then a one-line summary', () => {
  const shown = text(mixed, layout);
  const lines = shown.split('\n');
  assert.match(lines[0]!, /^CRITICAL {2}udp-errors: lost by /);
  assert.match(lines[1]!, /^ {10}localPort +dropped +processes +path$/);
  assert.match(lines[2]!, /^ {10}53 +26623333280885243904 +a'b.*\(7,fd=3\) +-$/);
  assert.match(lines[4]!, /^ {10}Read faster, # or not\.$/);
  assert.deepEqual(
    lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(' ')[0]),
    ['CRITICAL', 'WARN', 'UNKNOWN', 'SKIP', 'PASS'],
  );
  assert.equal(lines.at(-2), '5 checks: 1 critical, 1 warning, 1 unknown, 1 skipped, 1 passed');
  assert.doesNotMatch(shown.replaceAll('\n', ''), unsafe);
});

test('text: long evidence is cut, advice fits the terminal, color only on request', () => {
  const evidence = Array.from({ length: 30 }, (_, at) => ({ localPort: at }));
  const long = finding({ status: 'warn', evidence, advice: 'word '.repeat(40).trim() });
  const lines = text([long], { ...layout, width: 60 }).split('\n');
  assert.ok(lines.includes('          … 20 more'));
  for (const line of lines.filter((each) => each.includes('word'))) assert.ok(line.length <= 60);
  assert.match(text([long], { ...layout, color: true }), /\x1b\[35mWARN/);
});

test('text: a terminal wraps messages between words, with an indent; a pipe gets one line per finding', () => {
  const long = finding({ status: 'pass', message: 'word '.repeat(40).trim() });
  const shown = text([long], { ...layout, width: 60 })
    .split('\n')
    .slice(0, -2);
  assert.ok(shown.length > 3 && shown.every((line) => line.length <= 60));
  for (const line of shown.slice(1)) assert.match(line, /^ {10}word/);
  assert.equal(text([long], { ...layout, width: null }).split('\n').length, 3);
});

test('JSON: complete, with every digit; one array, or one finding per line', () => {
  const parsed = JSON.parse(json(mixed, layout).replace('26623333280885243904', '"26623333280885243904"'));
  assert.equal(parsed[1].message, `lost by ${hostile}`);
  assert.equal(parsed[1].evidence[0].dropped, '26623333280885243904');
  assert.equal(parsed[1].evidence[0].processes[0].name, hostile);
  assert.deepEqual(Object.keys(parsed[0]), Object.keys(finding()));
  const pretty = json(mixed, { ...layout, indent: true });
  assert.equal(JSON.stringify(JSON.parse(pretty)), JSON.stringify(JSON.parse(json(mixed, layout))));
  assert.match(pretty, /^\[\n {2}\{\n {4}"rule": "close-wait",\n/);
  const lines = ndjson(mixed, layout).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).rule),
    mixed.map(({ rule }) => rule),
  );
  for (const made of [json(mixed, layout), pretty]) assert.doesNotMatch(made.replaceAll('\n', ''), unsafe);
  assert.equal(json([], layout), '[]\n');
});
