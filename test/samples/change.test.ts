import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Report, ScanContext } from '../../src/core/report.ts';
import { defineReport } from '../../src/core/report.ts';
import type { PlainRow } from '../../src/query/copy.ts';
import { changeOf, reasons } from '../../src/samples/change.ts';
import { hasMoved, withChanges } from '../../src/samples/with-changes.ts';

const largest = 2n ** 64n - 1n;

describe('changeOf', () => {
  const cases: readonly [string, bigint | null, bigint | null, number | null, ReturnType<typeof changeOf>][] =
    [
      ['grows', 10n, 40n, 2, { delta: 30n, perSecond: 15, reason: null }],
      ['is unchanged', 7n, 7n, 2, { delta: 0n, perSecond: 0, reason: null }],
      ['keeps every digit', 1n, largest, 1, { delta: largest - 1n, perSecond: 2 ** 64, reason: null }],
      ['falls', 40n, 10n, 2, { delta: null, perSecond: null, reason: reasons.backwards }],
      ['wraps', largest, 0n, 1, { delta: null, perSecond: null, reason: reasons.backwards }],
      ['was unknown', null, 10n, 2, { delta: null, perSecond: null, reason: reasons.unknownBefore }],
      ['is unknown', 10n, null, 2, { delta: null, perSecond: null, reason: reasons.unknownNow }],
      ['after no time', 10n, 40n, 0, { delta: 30n, perSecond: null, reason: reasons.noTime }],
      ['after negative time', 10n, 40n, -1, { delta: 30n, perSecond: null, reason: reasons.noTime }],
      ['after unknown time', 10n, 40n, null, { delta: 30n, perSecond: null, reason: reasons.noTime }],
      ['after infinite time', 10n, 40n, Infinity, { delta: 30n, perSecond: null, reason: reasons.noTime }],
      [
        'after a tiny interval',
        0n,
        largest,
        5e-324,
        { delta: largest, perSecond: null, reason: reasons.noTime },
      ],
    ];
  for (const [name, before, now, seconds, expected] of cases)
    it(`a counter that ${name}`, () => assert.deepEqual(changeOf(before, now, seconds), expected));

  it('never gives a negative, infinite or made-up number (faults 40, 42)', () => {
    const counter = fc.option(fc.bigInt({ min: 0n, max: largest }));
    fc.assert(
      fc.property(counter, counter, fc.option(fc.double()), (before, now, seconds) => {
        const { delta, perSecond, reason } = changeOf(before, now, seconds);
        if (delta !== null) assert.equal(before! + delta, now);
        if (delta !== null) assert.ok(delta >= 0n);
        if (perSecond !== null) assert.ok(perSecond >= 0 && Number.isFinite(perSecond));
        assert.equal(reason === null, delta !== null && perSecond !== null);
      }),
    );
  });
});

type Port = { name: string; bytes: bigint | null; errors: bigint | null };
const ports = (samples: (readonly Port[])[]): Report =>
  defineReport<Port, Port>()({
    name: 'ports',
    seeAlso: [],
    switches: () => null,
    options: {},
    summary: '',
    files: [],
    row: 'a port',
    examples: [],
    notes: [''],
    identity: ['name'],
    watched: ['name', 'bytesPerSecond', 'errorsDelta', 'reason'],
    columns: {
      name: { kind: 'text', help: '', read: ({ name }) => name },
      bytes: { kind: 'counter', unit: 'bytes', help: '', read: ({ bytes }) => bytes },
      errors: { kind: 'counter', help: '', read: ({ errors }) => errors },
    },
    scan: () => samples.shift() ?? [],
  });

type Tally = { name: string; nature: string | null; value: bigint | null };
const tallies = (samples: (readonly Tally[])[]): Report =>
  defineReport<Tally, Tally>()({
    name: 'tallies',
    seeAlso: [],
    switches: () => null,
    options: {},
    summary: '',
    files: [],
    row: 'a counter',
    examples: [],
    notes: [''],
    identity: ['name'],
    columns: {
      name: { kind: 'text', help: '', read: ({ name }) => name },
      value: { kind: 'counter', measures: { kindIn: 'nature' }, help: '', read: ({ value }) => value },
      nature: {
        kind: 'text',
        optional: true,
        values: ['counter', 'gauge', 'setting'],
        help: '',
        read: ({ nature }) => nature,
      },
    },
    scan: () => samples.shift() ?? [],
  });

/** Scans as often as there are clock readings, and reads all enabled columns. */
const scans = (
  report: Report,
  seconds: readonly number[],
  options: { isText?: boolean; repeats?: boolean; draws?: boolean } = {},
): { names: readonly string[]; samples: readonly PlainRow[][] } => {
  const times = [...seconds];
  const changed = withChanges(report, {
    before: null,
    clock: () => times.shift()!,
    isText: options.isText ?? false,
    repeats: options.repeats ?? true,
    draws: options.draws ?? false,
  });
  const columns = changed.columns.filter(({ optional }) => !optional);
  const samples = seconds.map(() =>
    [...changed.scan({ kernel: { machine: { bootTime: null } } } as unknown as ScanContext)].map((view) =>
      Object.fromEntries(columns.map((column) => [column.name, column.read(view)])),
    ),
  );
  return { names: columns.map(({ name }) => name), samples };
};

describe('withChanges', () => {
  it('adds a difference and a rate to each counter of a report with several', () => {
    const report = ports([
      [{ name: 'a', bytes: 100n, errors: 1n }],
      [{ name: 'a', bytes: 400n, errors: null }],
      [{ name: 'a', bytes: 300n, errors: 3n }],
    ]);
    const { names, samples } = scans(report, [10, 12, 13]);
    assert.deepEqual(names, [
      'name',
      'bytes',
      'bytesDelta',
      'bytesPerSecond',
      'errors',
      'errorsDelta',
      'errorsPerSecond',
      'reason',
    ]);
    const rows = samples.flat().map((row) => names.map((name) => row[name]));
    assert.deepEqual(rows, [
      ['a', 100n, null, null, 1n, null, null, 'first sample'],
      ['a', 400n, 300n, 150, null, null, null, 'unknown now'],
      ['a', 300n, null, null, 3n, null, null, 'counter went backwards'],
    ]);
  });

  it('calls them delta and perSecond for a single counter', () => {
    const report = tallies([
      [{ name: 'x', nature: 'counter', value: 1n }],
      [{ name: 'x', nature: 'counter', value: 5n }],
    ]);
    const { samples } = scans(report, [0, 4]);
    assert.deepEqual(samples[1], [{ name: 'x', value: 5n, delta: 4n, perSecond: 1, reason: null }]);
  });

  it('gives new rows no rate, and forgets removed rows (fault 41)', () => {
    const a = { name: 'a', bytes: 10n, errors: 0n };
    const report = ports([[a], [{ ...a, name: 'b' }], [a]]);
    const { samples } = scans(report, [0, 1, 2]);
    assert.deepEqual(
      samples.map((rows) => rows.map(({ name, bytesDelta, reason }) => [name, bytesDelta, reason])),
      [[['a', null, 'first sample']], [['b', null, 'new']], [['a', null, 'new']]],
    );
  });

  it('handles names that are inherited properties', () => {
    const rows = (bytes: bigint) =>
      ['__proto__', 'constructor', 'a,"b'].map((name) => ({ name, bytes, errors: 0n }));
    const { samples } = scans(ports([rows(1n), rows(3n)]), [0, 1]);
    assert.deepEqual(
      samples[1]!.map(({ bytesDelta }) => bytesDelta),
      [2n, 2n, 2n],
    );
  });

  it('gives gauges and settings no difference, and counters of unknown kind one', () => {
    const sample = (value: bigint) =>
      (['counter', 'gauge', 'setting', null] as const).map((nature) => ({
        name: String(nature),
        nature,
        value,
      }));
    const { samples } = scans(tallies([sample(5n), sample(6n)]), [0, 1]);
    assert.deepEqual(
      samples[1]!.map(({ delta, reason }) => [delta, reason]),
      [
        [1n, null],
        [null, 'gauge'],
        [null, 'setting'],
        [1n, null],
      ],
    );
  });

  it('shows only the watched columns in text', () => {
    const { names } = scans(ports([[]]), [0], { isText: true });
    assert.deepEqual(names, ['name', 'bytesPerSecond', 'errorsDelta', 'reason']);
    const once = scans(ports([[]]), [0], { isText: true, repeats: false });
    assert.deepEqual(once.names, ['name', 'bytesDelta', 'errorsDelta', 'reason']);
  });

  it('distinguishes changed from unchanged', () => {
    const tally = (name: string, value: bigint, nature = 'counter') => ({ name, nature, value });
    const report = tallies([
      [tally('moves', 0n), tally('stands', 9n), tally('level', 3n, 'gauge'), tally('falls', 8n)],
      [tally('moves', 2n), tally('stands', 9n), tally('level', 4n, 'gauge'), tally('falls', 1n)],
    ]);
    const moved = hasMoved(report);
    const { samples } = scans(report, [0, 1]);
    assert.deepEqual(
      samples.map((rows) => rows.filter(moved).map(({ name, delta }) => [name, delta])),
      [
        [
          ['stands', null],
          ['falls', null],
        ],
        [
          ['moves', 2n],
          ['falls', null],
        ],
      ],
    );
  });
});
