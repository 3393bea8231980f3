import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInProcess } from '../support/in-process.ts';

const since = async (report: string, tree: string, ...args: readonly string[]) => {
  const at = `test/cases/${tree}`;
  const { stdout, stderr, code } = await runInProcess([
    report,
    '--since',
    `${at}/before.json`,
    '--proc',
    at,
    '--json',
    ...args,
  ]);
  return { rows: JSON.parse(stdout) as Record<string, unknown>[], stderr, code };
};

describe('no change is computed across a restart', () => {
  it('if several counters of a file decreased, none of its counters has a change', async () => {
    const { rows, stderr, code } = await since('snmp', 'since-reboot', '--strict');
    const counters = rows.filter(
      ({ reason }) => reason !== 'gauge' && reason !== 'setting' && reason !== 'new',
    );
    assert.ok(counters.length > 3);
    for (const { name, delta, reason } of counters)
      assert.deepEqual([name, delta, reason], [name, null, 'counters restarted']);
    assert.match(stderr, /^procnet: counters restarted: change unknown for \d+ rows\n$/);
    assert.equal(code, 4);
  });

  it('an interface with one decreased counter has no change at all', async () => {
    const { rows, code } = await since('ifstat', 'iface-recreated', '--strict');
    const row = rows.find((one) => one['interface'] === 'ppp0')!;
    const deltas = Object.entries(row).filter(([name]) => /Delta$|PerSecond$/.test(name));
    assert.ok(deltas.length > 0);
    for (const [name, value] of deltas) assert.equal(value, null, name);
    assert.equal(row['reason'], 'counter went backwards');
    assert.equal(code, 4);
  });
});
