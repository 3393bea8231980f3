import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { conns, explain, ifstat, routeTo, tally, toJSON, UsageError } from '../../src/index.ts';
import { parseExactly } from '../../src/samples/saved.ts';
import { socketTable, withTree } from '../cli/black-box.ts';

const B = { proc: 'test/fixtures/captures/B' };

describe('an asynchronous reading', () => {
  it('lets other work run, even while no row matches', async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    await withTree({ tcp: socketTable(100_000) }, async (proc) => {
      setImmediate(count);
      for await (const _ of conns({ proc, protocols: ['tcp'], families: ['ipv4'], where: 'localPort = 1' }))
        assert.fail('no port is 1');
      isOver = true;
    });
    assert.ok(turns > 1, `${turns} turns`);
  });

  it('returns the same rows as a synchronous one', async () => {
    const rows: unknown[] = [];
    for await (const row of conns({ ...B, state: 'LISTEN' })) rows.push(row);
    assert.ok(rows.length > 0);
    assert.deepEqual(rows, [...conns({ ...B, state: 'LISTEN' })]);
  });

  it('ends with its signal’s reason, and closes its files', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let rows = 0;
    const before = readdirSync('/proc/self/fd').length;
    await assert.rejects(
      async () => {
        for await (const _ of conns({ ...B, signal: controller.signal })) {
          rows++;
          controller.abort(reason);
        }
      },
      (error) => error === reason,
    );
    assert.equal(rows, 1);
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });
});

it('one value or a list, a port as a number or text', () => {
  const ports = (options: Parameters<typeof conns>[0]) =>
    [...conns({ ...B, ...options })].map(({ localPort }) => localPort);
  assert.deepEqual(ports({ localPort: 8080 }), ports({ localPort: ['8080'] }));
  assert.deepEqual(ports({ localPort: [8080, '8443'] }), ports({ localPort: '8080,8443' }));
  assert.ok(ports({ localPort: 8080 }).length > 0);
});

it('errors use the library’s terms', () => {
  for (const [options, message] of [
    [{ endian: 'LE' }, 'endian: must be one of little, big (got "LE")'],
    [{ localPort: 70_000 }, 'localPort'],
    [{ limit: -1 }, 'limit: expected a whole number, 0 or more (got "-1")'],
    [{ families: 'ipv5' }, 'families: must be one of ipv4, ipv6 (got "ipv5")'],
  ] as const)
    assert.throws(
      () => conns({ ...B, ...(options as object) }),
      (error) =>
        error instanceof UsageError && error.message.includes(message) && !error.message.includes('--'),
    );
  assert.throws(() => ifstat({ listening: true } as never), /unknown option listening/);
});

it('toJSON keeps all digits', () => {
  const rows = [{ name: 'a "bigint" 1', value: 2n ** 64n - 1n, none: null }];
  assert.equal(toJSON(rows), '[{"name":"a \\"bigint\\" 1","value":18446744073709551615,"none":null}]');
  const [lo] = parseExactly(toJSON(ifstat({ ...B, interface: 'lo' }))) as Record<string, unknown>[];
  assert.equal(lo?.['rxBytes'], 1925);
});

it('tally counts as --count-by does', () => {
  const rows = [...conns({ ...B, columns: ['state', 'protocol'] })];
  const counted = tally(rows, ['state']);
  for (const { state, count } of counted)
    assert.equal(count, rows.filter((row) => row.state === state).length);
  assert.deepEqual(
    counted.map(({ count }) => count),
    counted.map(({ count }) => count).toSorted((a, b) => b - a),
  );
});

it('routeTo returns the route and its caveats', () => {
  const { routes, caveats } = routeTo('10.77.0.9', B);
  assert.deepEqual([routes.map(({ destination }) => destination), caveats], [['10.77.0.0/24'], []]);
  const vpn = routeTo('1.1.1.1', { proc: 'test/fixtures/addressing/policy-routing-vpn' });
  assert.ok(vpn.caveats.length > 0);
  assert.throws(() => routeTo('10.0.0.0/8', B), UsageError);
});

it('explain has the same entries as the command', async () => {
  const [found] = await explain('TIME_WAIT');
  assert.equal(found?.term, 'TIME_WAIT');
  assert.deepEqual(await explain('nosuchword'), []);
});
