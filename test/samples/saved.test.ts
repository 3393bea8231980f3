import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { ifstat } from '../../src/reports/ifstat.ts';
import { snmp } from '../../src/reports/snmp.ts';
import { sockstat } from '../../src/reports/sockstat.ts';
import { baselineOf, parseExactly, readSaved } from '../../src/samples/saved.ts';
import { shell } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';
import { needs } from '../support/needs.ts';

let directory = '';
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'procnet-since-'));
});
after(() => rmSync(directory, { recursive: true }));

const saved = (text: string): string => {
  const path = join(directory, 'saved.json');
  writeFileSync(path, text);
  return path;
};

const read = (text: string, report: Report = snmp) => readSaved(report, saved(text));

describe('parseExactly', () => {
  it('keeps the digits that JSON.parse would round', () => {
    assert.deepEqual(parseExactly('{"a":18446744073709551615,"b":[-9007199254740993,12]}'), {
      a: '18446744073709551615',
      b: ['-9007199254740993', 12],
    });
  });

  it('otherwise parses like JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (!/\d{16}/.test(text)) assert.deepEqual(parseExactly(text), JSON.parse(text));
      }),
    );
  });

  it('leaves numbers inside strings alone', () => {
    assert.deepEqual(parseExactly('["12345678901234567890","\\"12345678901234567890\\\\"]'), [
      '12345678901234567890',
      '"12345678901234567890\\',
    ]);
  });

  it('refuses what JSON.parse refuses', () => {
    for (const text of ['', '[1', '[01]', '[1.]', '[+1]', '[-]', '["a]', '[00012345678901234567890 1]'])
      assert.throws(() => parseExactly(text), SyntaxError, text);
  });
});

describe('readSaved', () => {
  it('accepts an array without a time', () => {
    const { readings, madeAt } = read('[{"protocol":"Tcp","name":"InSegs","value":18446744073709551615}]');
    assert.deepEqual(
      [...readings.values()].map(({ values }) => values),
      [[18446744073709551615n]],
    );
    assert.equal(madeAt, null);
  });

  it('accepts an envelope with its time', () => {
    const { madeAt } = read(
      '{"schema":"procnet/snmp@1","generatedAt":"2026-01-02T03:04:05.678Z","rows":[{"protocol":"a","name":"b","value":1}]}',
    );
    assert.equal(madeAt, Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  });

  it('uses the last of several samples with its time', () => {
    const { readings, madeAt } = read(
      '[{"time":"2026-01-01T00:00:00.000Z","protocol":"a","name":"b","value":1},' +
        '{"time":"2026-01-01T00:00:01.000Z","protocol":"a","name":"b","value":2}]',
    );
    assert.deepEqual(
      [...readings.values()].map(({ values }) => values),
      [[2n]],
    );
    assert.equal(madeAt, Date.UTC(2026, 0, 1, 0, 0, 1));
  });

  it('treats a missing or unknown counter as unknown', () => {
    const { readings } = read('[{"interface":"lo","rxBytes":5,"txBytes":null}]', ifstat);
    const [values] = [...readings.values()].map((reading) => reading.values);
    assert.deepEqual(values, [5n, ...Array.from({ length: 15 }, () => null)]);
  });

  const unusable: readonly [string, string, RegExp][] = [
    ['is not JSON', 'interface rxBytes', /is not JSON/],
    [
      'contains another report',
      '{"schema":"procnet/ifstat@1","rows":[]}',
      /holds procnet\/ifstat@1, not the snmp/,
    ],
    ['has no schema', '{"rows":[]}', /holds undefined, not the snmp/],
    ['is a number', '5', /is not what procnet snmp --json prints/],
    ['contains invalid rows', '[[1]]', /is not what procnet snmp --json prints/],
    [
      'is another report without an envelope',
      '[{"interface":"lo","rxBytes":1}]',
      /row 1 has no protocol, name/,
    ],
    ['has no counter', '[{"protocol":"a","name":"b"}]', /row 1 has none of value/],
    ['has a string for a counter', '[{"protocol":"a","name":"b","value":"x"}]', /row 1: value: expected/],
    ['has a fraction', '[{"protocol":"a","name":"b","value":1.5}]', /row 1: value: expected/],
    ['has 2^64', '[{"protocol":"a","name":"b","value":18446744073709551616}]', /row 1: value: expected/],
    [
      'has an inherited property name',
      '[{"__proto__":{"protocol":"a","name":"b"},"value":1}]',
      /row 1 has no/,
    ],
  ];
  for (const [name, text, message] of unusable)
    it(`refuses a file that ${name}`, () =>
      assert.throws(
        () => read(text),
        (error) => {
          assert.ok(error instanceof UsageError && error.exitCode === 2);
          assert.match(error.message, message);
          return true;
        },
      ));

  it('explains why a file cannot be read', () => {
    assert.throws(() => readSaved(snmp, join(directory, 'absent')), /cannot be read: no such file/);
    assert.throws(() => readSaved(snmp, directory), /cannot be read: is a directory/);
    const huge = saved('');
    truncateSync(huge, 1e9);
    assert.throws(() => readSaved(snmp, huge), /is larger than 64 MiB/);
  });

  it('rejects a report without counters', () =>
    assert.throws(() => readSaved(sockstat, 'any'), /sockstat has none/));
});

describe('baselineOf', () => {
  const readings = new Map();
  it('converts the file’s age to the monotonic clock', () =>
    assert.deepEqual(baselineOf({ readings, madeAt: 4000 }, new Date(10_000), 100), {
      readings,
      at: 94,
      madeAt: 4,
    }));
  it('has no time if the file has none or it is in the future', () => {
    for (const madeAt of [null, 10_000, 20_000])
      assert.equal(baselineOf({ readings, madeAt }, new Date(10_000), 100).at, null);
  });
});

describe('--since', () => {
  const dev = (rx: string): string =>
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n' +
    `    lo: ${rx} 5 0 0 0 0 0 0 7 5 0 0 0 0 0 0\n`;
  const tree = (rx: string): string => {
    writeFileSync(join(directory, 'dev'), dev(rx));
    return directory;
  };
  const rows = (output: string): Record<string, unknown>[] => JSON.parse(output);

  it('prints the exact difference from a saved array, without rates', async () => {
    const first = await runHere(['ifstat', '--json', '--proc', tree('9007199254740993')]);
    const path = saved(first.out);
    const proc = tree('18446744073709551615');
    const { out, err, code } = await runHere(['ifstat', '--json', '--proc', proc, '--since', path]);
    assert.equal(err, '');
    assert.equal(code, 0);
    assert.match(out, /"rxBytesDelta":18437736874454810622,"rxBytesPerSecond":null/);
    assert.equal(rows(out)[0]!['txBytesDelta'], 0);
    assert.equal(rows(out)[0]!['reason'], 'time unknown');
  });

  it('also prints rates if the envelope has the time', async () => {
    const first = await runHere(['ifstat', '--json', '--meta', '--proc', tree('1000')], {
      now: new Date('2026-01-01T00:00:00Z'),
    });
    const path = saved(first.out);
    const { out } = await runHere(['ifstat', '--json', '--proc', tree('5000'), '--since', path], {
      now: new Date('2026-01-01T00:00:08Z'),
    });
    const [row] = rows(out);
    assert.equal(row!['rxBytesDelta'], 4000);
    // Over eight seconds, plus the time between reading that file and reading the counters.
    const rate = row!['rxBytesPerSecond'] as number;
    assert.ok(rate > 250 && rate <= 500, String(rate));
    assert.equal(row!['reason'], null);
  });

  it('waits for a pipe until it is written to', needs('bash'), () => {
    const { code, stdout, stderr } = shell(
      `$procnet ifstat --csv --proc ${tree('9')} --since <(sleep 0.2; $procnet ifstat --json --proc ${tree('9')})`,
    );
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /,time unknown\n$/);
  });

  it('refuses a file of another report with exit code 2 and one line', async () => {
    const path = saved('{"schema":"procnet/snmp@1","rows":[]}');
    const { out, err, code } = await runHere(['ifstat', '--proc', tree('1'), '--since', path]);
    assert.deepEqual([out, code], ['', 2]);
    assert.match(err, /^procnet: --since .*: holds procnet\/snmp@1, not the ifstat report\n$/);
  });
});
