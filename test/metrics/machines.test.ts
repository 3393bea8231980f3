import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runHere } from '../cli/run-here.ts';
import { machines, sourceArguments } from '../support/machines.ts';
import { needs } from '../support/needs.ts';
import { helpIn, promtoolSays, seriesIn } from './prom-text.ts';

/** The counters of `snmp` and `netstat` from pairs of lines, and of `snmp6` one per line, with their digits. */
const kernelCounters = (net: string): ReadonlyMap<string, string> => {
  const counters = new Map<string, string>();
  const note = (key: string, digits: string | undefined): void => {
    if (digits !== undefined && !counters.has(key)) counters.set(key, digits);
  };
  for (const file of ['snmp', 'netstat'].filter((name) => existsSync(`${net}/${name}`))) {
    const lines = readFileSync(`${net}/${file}`, 'latin1')
      .split('\n')
      .map((line) => line.trimEnd().split(/ +/));
    for (const [at, [group, ...names]] of lines.entries()) {
      const [next, ...digits] = lines[at + 1] ?? [];
      if (group === next && /[a-zA-Z]/.test(names[0] ?? ''))
        for (const [index, name] of names.entries()) note(group!.replace(/:$/, '') + name, digits[index]);
    }
  }
  return counters;
};

for (const machine of machines) {
  test(`${machine.name}: promtool accepts it, and no series appears twice`, needs('promtool'), async () => {
    const { out, code } = await runHere(['metrics', ...sourceArguments(machine), '--max-series', '100000']);
    assert.equal(code, 0);
    assert.equal(promtoolSays(out), '');
    const names = seriesIn(out).map(([name]) => name);
    assert.ok(names.length > 4, `${names.length} series`);
    assert.equal(new Set(names).size, names.length);
    for (const [name, help] of helpIn(out))
      assert.match(help, / From (?:\S+ in )?(?:\/(?:proc|sys)\/|procnet itself)/, name);
  });

  test(`${machine.name}: each counter has the digits of the kernel's file`, async () => {
    const { out } = await runHere(['metrics', ...sourceArguments(machine), '--max-series', '100000']);
    const counters = kernelCounters(`${machine.proc}/net`);
    const values = new Map(seriesIn(out));
    for (const [name, help] of helpIn(out)) {
      const key = / From (\w+) in \/proc\/net\/(?:snmp|netstat)\.$/.exec(help)?.[1];
      const digits = key === undefined ? undefined : counters.get(key);
      if (digits !== undefined && !name.includes('_seconds')) assert.equal(values.get(name), digits, key);
    }
  });
}

test('counters beyond 2^53 are exact', async () => {
  const { out } = await runHere(['metrics', '--proc', 'test/fixtures/counters']);
  const series = new Map(seriesIn(out));
  const of = (name: string): string | undefined =>
    series.get(`procnet_network_${name}_total{interface="lo"}`);
  assert.equal(of('receive_frame'), '9007199254740992');
  assert.equal(of('receive_compressed'), '9007199254740993');
  assert.equal(of('transmit_packets'), '18446744073709551615');
  assert.equal(
    series.has('procnet_network_receive_bytes_total{interface="neg0"}'),
    false,
    'unknown is not 0',
  );
});

test('beyond the series limit, whole families are left out, counted and named', async () => {
  const whole = seriesIn((await runHere(['metrics', '--proc', 'test/fixtures/router'])).out);
  const { out, err } = await runHere(['metrics', '--proc', 'test/fixtures/router', '--max-series', '200']);
  const kept = seriesIn(out);
  assert.ok(kept.length <= 200, `${kept.length} series`);
  const dropped = Number(new Map(kept).get('procnet_series_dropped'));
  assert.equal(kept.length + dropped, whole.length);
  assert.match(err, /^procnet: too many series; left out procnet_\w+ \(\d+\), .* \(raise --max-series\)\n$/);
  const nameOf = ([series]: readonly [string, string]): string => series.replace(/\{.*/s, '');
  for (const name of new Set(kept.map(nameOf)))
    if (name !== 'procnet_series_dropped')
      assert.equal(
        kept.filter((each) => nameOf(each) === name).length,
        whole.filter((each) => nameOf(each) === name).length,
        name,
      );
});
