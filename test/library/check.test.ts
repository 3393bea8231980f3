import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, type Finding, UsageError, waitFor } from '../../src/index.ts';
import { socketTable } from '../check/tables.ts';
import { withTree } from '../cli/black-box.ts';

const tcp = socketTable([{ local: '0.0.0.0:80' }, { local: '0.0.0.0:6379' }]);

test('check: rules, conditions and thresholds, as typed findings', () =>
  withTree({ tcp }, async (proc) => {
    const found: readonly Finding[] = await check({
      proc,
      rules: ['exposed', 'close-*'],
      conditions: ['web: listen :80', 'warn listen :81'],
      interval: 0,
    });
    assert.deepEqual(
      found.map(({ rule, status, value }) => [rule, status, value]),
      [
        ['close-wait', 'skip', null],
        ['exposed', 'warn', 1],
        ['web', 'pass', null],
        ['warn listen :81', 'warn', null],
      ],
    );
    const [row] = found[1]!.evidence;
    assert.deepEqual([row!['localAddress'], row!['localPort']], ['0.0.0.0', 6379]);
    const [set] = await check({ proc, rules: 'exposed', set: 'exposed.crit=1', ignore: [] });
    assert.equal(set!.status, 'critical');
    const [ignored] = await check({ proc, rules: 'exposed', ignore: 'exposed: localPort = 6379' });
    assert.equal(ignored!.status, 'pass');
  }));

test('waitFor: an unmet condition is an answer, not an error', () =>
  withTree({ tcp }, async (proc) => {
    const met = await waitFor('listen :80', { proc, timeout: 0 });
    assert.deepEqual([met.met, met.conditions[0]!.detail], [true, '0.0.0.0:80']);
    const { met: isMet, conditions } = await waitFor(['listen :80', 'listen :81'], {
      proc,
      timeout: '100ms',
    });
    assert.equal(isMet, false);
    assert.deepEqual(
      conditions.map(({ status }) => status),
      ['met', 'unmet'],
    );
    assert.equal((await waitFor(['listen :80', 'listen :81'], { proc, timeout: 0, any: true })).met, true);
    assert.equal((await waitFor('iface eth0', { proc, timeout: 0 })).met, null);
  }));

test('an invalid argument is a UsageError in the library’s terms', async () => {
  const cases: readonly (readonly [work: () => Promise<unknown>, message: RegExp])[] = [
    [() => check({ rules: 'closewait' }), /no such rule.*did you mean close-wait\?/],
    [() => check({ conditions: 'lisen :80' }), /did you mean listen\?/],
    [() => check({ interval: -1 }), /^interval: expected milliseconds, or a string such as "2s"/],
    [() => check({ interval: 'soon' }), /^interval: expected a duration/],
    [() => check({ set: 'exposed.warn=x' }), /^set: expected RULE.warn=NUMBER/],
    [() => check({ ignore: 'exposed' }), /^ignore: expected RULE: EXPRESSION/],
    [() => check({ failOn: 'never' } as never), /^unknown option failOn/],
    [() => waitFor([]), /requires a condition/],
    [() => waitFor('listen :1', { interval: 1 }), /^interval must be at least 10ms/],
    [() => waitFor('listen :1', { stable: '2m' }), /^stable cannot be longer than the timeout/],
  ];
  for (const [work, message] of cases)
    await assert.rejects(work, (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, message);
      return true;
    });
});

test('a signal ends the wait, and the pause between two samples', async () => {
  const aborted = (work: (signal: AbortSignal) => Promise<unknown>): Promise<void> =>
    assert.rejects(() => work(AbortSignal.timeout(50)), { name: /AbortError|TimeoutError/ });
  await aborted((signal) => waitFor('listen :1', { timeout: 'none', signal }));
  await aborted((signal) => check({ rules: 'close-wait', interval: '1h', signal }));
});
