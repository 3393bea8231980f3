import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { longName } from '../../src/core/option.ts';
import { allOptionsOf, lackingReason, optionsOf } from '../../src/options/index.ts';
import { dashed, listed } from '../../src/options/listed.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { runHere } from './run-here.ts';

const reports = await loadReports();

describe('an option that this report does not have', () => {
  for (const [argv, reason] of [
    [['arp', '--port', '80'], '--port does not apply to arp: it has no ports'],
    [['ifstat', '--local-port=80'], '--local-port does not apply to ifstat: it has no ports'],
    [['sockstat', '--interface', 'eth0'], '--interface does not apply to sockstat: it has no interfaces'],
    [['ifstat', '--state', 'up'], '--state does not apply to ifstat: it has no states'],
    [['conntrack', '--process', 'nginx'], '--process does not apply to conntrack: it has no processes'],
    [['arp', '--interval', '1'], '--interval does not apply to arp: it cannot be repeated'],
    [['conntrack', '--zeros'], '--zeros does not apply to conntrack: it is an option of snmp'],
    [['arp', '-4'], '-4 does not apply to arp: it is an option of'],
  ] as const)
    it(`is refused with that reason: ${argv.join(' ')}`, async () => {
      const { err, code } = await runHere(argv);
      assert.equal(code, 2);
      assert.ok(err.startsWith(`procnet: ${reason}`), err);
    });

  it('is refused with a reason in every report', async () => {
    for (const report of reports)
      for (const [key, option] of Object.entries(allOptionsOf(report))) {
        const reason = lackingReason(option, report);
        if (reason === null) continue;
        const { err, code } = await runHere([report.name, `--${longName(key)}`, '1']);
        assert.deepEqual(
          [code, err],
          [2, `procnet: --${longName(key)} does not apply to ${report.name}: it ${reason}\n`],
        );
      }
  });
});

it('a report has no two options with the same spelling', () => {
  for (const report of reports) {
    const spellings = listed(optionsOf(report)).flatMap(dashed);
    assert.deepEqual(spellings, [...new Set(spellings)], report.name);
  }
});

describe('values arrive exactly as typed', () => {
  it('quotes are part of a value', async () => {
    for (const value of ["'q'", '"q"', `"'q'"`, `'"q"'`]) {
      const { err, code } = await runHere(['conns', '--proc', value]);
      assert.equal(code, 3);
      assert.ok(err.includes(`cannot read ${value}:`), err);
    }
  });

  it('a switch does not consume the next argument', async () => {
    const { err, code } = await runHere(['arp', '--json', 'false']);
    assert.deepEqual([code, err], [2, 'procnet: unexpected argument "false"; see procnet arp --help\n']);
    const { out } = await runHere(['snmp', '-z', 'true', '--proc', 'test/fixtures/captures/B']);
    assert.doesNotMatch(out, /Tcp/);
  });
});
