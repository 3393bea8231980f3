import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nagios, nagiosFailure, pluginCode } from '../../../src/check/formats/nagios.ts';
import { finding, hostile, layout, mixed, unsafe } from '../finding.ts';

type Datum = {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly limits: string[];
};

/**
 * The grammar of the Monitoring Plugins guidelines: `'label'=value[UOM];[warn];[crit];[min];[max]`, the label in single
 * quotes and without `'` and `=`, numbers of digits, a point and a minus.
 */
const datum = /^'([^'=|]+)'=(-?[0-9.]+|U)([a-zA-Z%]*);([0-9.:~@-]*);([0-9.:~@-]*);([0-9.-]*);?([0-9.-]*)$/;

const read = (output: string): { state: string; text: string; data: Datum[] } => {
  assert.equal(output.split('\n').length, 2, 'one line');
  const [, state, text, , data = ''] =
    /^PROCNET (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]*)( \| ([^|\n]*))?\n$/.exec(output) ?? [];
  assert.ok(state !== undefined, output);
  const parts = data.match(/'[^']*'=\S+/g) ?? [];
  assert.equal(parts.join(' '), data, 'nothing but data');
  return {
    state,
    text: text!,
    data: parts.map((part) => {
      const [, label, value, unit, ...limits] = datum.exec(part) ?? [];
      assert.ok(label !== undefined, part);
      return { label, value: value!, unit: unit!, limits };
    }),
  };
};

test('fault 58: names with quotes, equals signs, pipes and line feeds leave one parsable line', () => {
  const output = nagios(mixed, layout);
  assert.doesNotMatch(output.slice(0, -1), unsafe);
  const { state, data } = read(output);
  assert.equal(state, 'CRITICAL');
  assert.deepEqual(
    data.map(({ value, unit, limits }) => [value, unit, ...limits]),
    [
      ['0', '', '10', '100', '0', ''],
      ['12.5', '%', '1', '5', '0', '100'],
      ['1', '', '10', '100', '0', ''],
      ['U', '', '10', '100', '0', ''],
    ],
  );
});

test('the worst state wins: critical, warning, unknown, OK', () => {
  const state = (...statuses: Parameters<typeof finding>[0][]): string =>
    read(nagios(statuses.map(finding), layout)).state;
  assert.equal(state({ status: 'unknown' }, { status: 'warn' }), 'WARNING');
  assert.equal(state({ status: 'unknown' }, { status: 'pass' }), 'UNKNOWN');
  assert.equal(state({ status: 'critical' }, { status: 'warn' }), 'CRITICAL');
  assert.equal(state({ status: 'skip' }, { status: 'pass' }), 'OK');
  assert.equal(pluginCode([]), 0);
});

test('long messages do not push the performance data past the length limit', () => {
  const many = Array.from({ length: 50 }, (_, at) =>
    finding({ rule: `r${at}`, status: 'critical', message: 'x'.repeat(500) }),
  );
  const { data } = read(nagios(many, layout));
  assert.equal(data.length, 50);
  assert.ok(Buffer.byteLength(nagios(many, layout)) < 4_096);
});

test('an internal error is UNKNOWN, on one line', () => {
  assert.equal(read(nagiosFailure(`bad condition:\n  ${hostile}`)).state, 'UNKNOWN');
});
