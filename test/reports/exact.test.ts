import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { parseExactly } from '../support/exact-json.ts';
import { runInProcess } from '../support/in-process.ts';

type Row = Readonly<Record<string, unknown>>;

/** The bytes of a JSON string: UTF-8, with U+DCNN for a byte 0xNN that is not UTF-8. */
const bytesOf = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );

test('hostile interface names are returned byte for byte, in file order (faults 44, 45, 46, trap 26)', async () => {
  const { stdout } = await runInProcess(['ifstat', '--proc', 'test/fixtures/hostile', '--json']);
  const shown = (JSON.parse(stdout) as Row[]).map((row) =>
    bytesOf(String(row['interface'])).toString('latin1'),
  );
  const lines = readFileSync('test/fixtures/hostile/net/dev', 'latin1').split('\n').slice(2, -1);
  const names = lines.map((line) => line.slice(0, line.lastIndexOf(':')).replace(/^ +/, ''));
  assert.equal(names.length, 14);
  assert.deepEqual(shown, names);
});

test('a name that is not valid UTF-8 differs from one that looks the same', async () => {
  const { stdout } = await runInProcess(['ifstat', '--proc', 'test/fixtures/hostile', '--json']);
  assert.ok(stdout.includes('"interface":"x\\udc85y"'), 'the byte 0x85');
  assert.ok(stdout.includes('"interface":"u\\u2028v"'), 'U+2028');
  assert.ok(stdout.includes('"interface":"a\u3000b"'), 'U+3000 is a letter like others');
  const csv = await runInProcess([
    'ifstat',
    '--proc',
    'test/fixtures/hostile',
    '--csv',
    '--columns',
    'interface',
  ]);
  const names = (parse(csv.stdout) as string[][]).map(([name]) => name);
  assert.deepEqual(names.slice(1), [
    ...[
      'lo',
      'e\\x1b[31mX',
      '__proto__',
      'constructor',
      '=1+1',
      'a,b"c',
      'r\\u202eevil',
      'a\u3000b',
      'x\\x85y',
    ],
    ...['u\\u2028v', '-1', 'c\\u009b31m', 'abcdefghijklmno', '$(x);q'],
  ]);
});

test('counters keep all their digits, and an invalid one is unknown (fault 36, trap 27)', async () => {
  const { stdout } = await runInProcess(['ifstat', '--proc', 'test/fixtures/counters', '--json']);
  const rows = new Map(parseExactly(stdout).map((row) => [row['interface'], row]));
  assert.deepEqual(Object.values(rows.get('lo')!).slice(1).map(String), [
    ...['0', '2147483648', '4294967295', '4294967296', '9007199254740991', '9007199254740992'],
    ...['9007199254740993', '9223372036854775807', '9223372036854775808', '18446744073709551615'],
    ...['0', '2147483648', '4294967295', '4294967296', '9007199254740991', '9007199254740992'],
  ]);
  for (const name of ['over0', 'neg0', 'hex0', 'long0']) {
    assert.equal(rows.get(name)!['rxBytes'], null, name);
    assert.equal(rows.get(name)!['rxPackets'], 1, name);
  }
});
