import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import {
  addrs,
  arp,
  conns,
  conntrack,
  conntrackSummary,
  ifstat,
  type Problem,
  ReadError,
  type ReadOptions,
  routes,
  snmp,
  sockstat,
  UsageError,
} from '../../src/index.ts';

const B = { proc: 'test/fixtures/captures/B' };
const descriptors = (): number => readdirSync('/proc/self/fd').length;

test('every report gives plain objects', () => {
  const all = [conns, ifstat, arp, sockstat, snmp, routes, addrs, conntrack] as unknown as readonly ((
    options: ReadOptions,
  ) => Iterable<object>)[];
  for (const report of all) {
    const rows = [...report(B)];
    assert.ok(rows.length > 0);
    assert.equal(Object.getPrototypeOf(rows[0]), Object.prototype);
  }
});

test('counters are bigint, unknown is null', () => {
  const [lo] = ifstat({ ...B, interface: ['lo'] });
  assert.equal(lo?.rxBytes, 1925n);
  assert.equal(
    [...conns({ ...B, state: ['LISTEN'] })].find(({ localPort }) => localPort === 8080)?.interface,
    null,
  );
});

test('the conntrack summary has counts and drops', () => {
  const [summary] = conntrackSummary({ proc: 'test/cases/ct-no-procfs' });
  const { entries, maximum, share, drop } = summary!;
  assert.deepEqual(
    { entries, maximum, share, drop },
    { entries: 151335, maximum: 262144, share: (151335 / 262144) * 100, drop: null },
  );
});

test('filters work as in the command', () => {
  const ports = [...conns({ ...B, state: ['listen'], port: ['8000-9000'], columns: ['localPort'] })];
  assert.deepEqual(
    ports,
    [8080, 8899, 8443, 8081, 8082].map((localPort) => ({ localPort })),
  );
  assert.equal([...routes({ ...B, where: ['destination = 10.77.0.0/24'] })].length, 1);
});

test('process owners are there only on request', () => {
  const [plain] = conns(B);
  const [joined] = conns({ ...B, processes: true });
  assert.ok(plain && !('processes' in plain));
  assert.equal(joined?.processes, null);
});

test('asynchronous rows are the same rows', async () => {
  const rows: unknown[] = [];
  for await (const row of snmp(B)) rows.push(row);
  assert.deepEqual(rows, [...snmp(B)]);
});

test('two readings do not disturb each other', () => {
  const [one, other] = [conns(B)[Symbol.iterator](), conns(B)[Symbol.iterator]()];
  const expected = [...conns(B)];
  for (const row of expected) {
    assert.deepEqual(one.next().value, row);
    assert.deepEqual(other.next().value, row);
  }
});

test('breaking out of the loop closes the files', () => {
  const before = descriptors();
  for (const _ of conns(B)) break;
  assert.equal(descriptors(), before);
});

test('errors are thrown by the call, with code and path', () => {
  assert.throws(
    () => conns({ proc: '/nonexistent' }),
    (error: unknown) =>
      error instanceof ReadError && error.code === 'ENOENT' && error.path === '/nonexistent',
  );
  assert.throws(() => conns({ ...B, where: ['sport ='] }), UsageError);
  assert.throws(() => conns({ ...B, state: 1 as never }), /state: expected a string or a list of strings/);
  assert.throws(
    () => conns({ ...B, stat: ['LISTEN'] } as never),
    /unknown option stat; did you mean state\?/,
  );
  assert.throws(() => ifstat({ ...B, port: ['80'] }), /port does not apply to ifstat: it has no ports/);
});

test('problems are passed to onProblem', () => {
  const problems: Problem[] = [];
  for (const _ of conns({ proc: 'test/fixtures/torn', onProblem: (problem) => problems.push(problem) }));
  assert.ok(
    problems.some(
      ({ path, line, field }) => path.endsWith('/tcp') && line !== null && field === 'local_address',
    ),
  );
});

test('no command code is loaded', () => {
  const script = `import('procnet').then(() => console.log(process.getActiveResourcesInfo().length))`;
  const trace = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, NODE_DEBUG: 'esm' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.match(trace, /^\d+\n$/);
  const loaded = execFileSync('grep', ['-rlE', "from '(yargs|cli-table3|chalk)", 'dist/lib'], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  assert.ok(
    loaded.every((file) => /^dist\/lib\/(cli|formats)\//.test(file)),
    loaded.join(),
  );
});

// For the type checker only: never called.
export const typed = (): void => {
  for (const { localPort, processes } of conns({ processes: true })) {
    const port: number | null = localPort;
    const pid: number | undefined = processes?.[0]?.pid;
    void [port, pid];
  }
  for (const row of conns({ columns: ['state'] })) {
    const state: string | null = row.state;
    // @ts-expect-error only the columns that were asked for are there
    void [state, row.localPort];
  }
  for (const { state } of arp()) {
    // @ts-expect-error not a neighbour's state
    void (state === 'reachable');
  }
  // @ts-expect-error no such column
  conns({ columns: ['nosuch'] });
  conns({ state: 'LISTEN', localPort: [22, 'https'] });
  // @ts-expect-error not a family
  conns({ families: 'ipv5' });
  for (const { rxBytes } of ifstat()) {
    const bytes: bigint | null = rxBytes;
    void bytes;
  }
};
