import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { understood } from '../../src/cli/commands/top-screen/questions.ts';
import { displayWidth } from '../../src/core/text.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { textOf } from '../../src/top/line.ts';
import { withSample } from '../../src/top/merge.ts';
import { withNamespaces } from '../../src/top/namespaces.ts';
import { initialState, type Sample, type State } from '../../src/top/state.ts';
import { withKey } from '../../src/top/update.ts';
import { frameOf } from '../../src/top/view.ts';

const update = process.env['UPDATE_GOLDEN'] === '1';
const directory = 'test/top/golden';
const reports = await loadReports();
const pulse = 'retransmits 0.5/s  listen drops 0.0/s  UDP drops 0.0/s';

const sampled = async (report: string): Promise<Sample> => {
  const question = { report, where: '', columns: '', countBy: '', listening: false, netns: '' };
  const place = {
    files: nodeFileSystem,
    proc: 'test/fixtures/captures/B',
    interval: 1000,
    now: () => new Date('2026-01-02T03:04:05Z'),
  };
  const found = reports.find(({ name }) => name === report)!;
  return (await understood(question, found, place)).read(pulse);
};

const started = (report: string): State =>
  initialState(
    { report, where: '', columns: '', countBy: '', listening: false, netns: '' },
    { reports: ['conns', 'ifstat'], interval: 1000, sort: null },
  );

/** Two ticks: a socket has closed and another has opened. */
const ticked = async (): Promise<State> => {
  const sample = await sampled('conns');
  const first = withSample(started('conns'), { ...sample, rows: sample.rows.slice(1) }, true);
  return withSample(first, { ...sample, rows: sample.rows.filter((_, at) => at !== 5) }, false);
};

const typed = (state: State, keys: readonly string[]): State => keys.reduce(withKey, state);

const draw = (state: State, width: number, height: number, isAscii = false): string =>
  frameOf(state, reports, { width, height, isAscii })
    .lines.map((line) => textOf(line).trimEnd())
    .join('\n');

const check = (name: string, actual: string): void => {
  const path = `${directory}/${name}.txt`;
  if (update) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, `${actual}\n`);
  } else assert.equal(`${actual}\n`, existsSync(path) ? readFileSync(path, 'utf8') : '', path);
};

const sizes = [
  [60, 15],
  [80, 24],
  [200, 60],
] as const;

for (const [width, height] of sizes) {
  test(`the list in ${width} columns and ${height} rows`, async () => {
    check(`list-${width}x${height}`, draw(typed(await ticked(), ['j', 'j']), width, height));
  });
  test(`details in ${width} columns and ${height} rows`, async () => {
    check(`details-${width}x${height}`, draw(typed(await ticked(), ['enter']), width, height));
  });
}

test('a filter being typed, with its error', async () => {
  const state = typed(await ticked(), ['/', ...'sport = x']);
  check(
    'filter-80x24',
    draw({ ...state, error: 'bad expression: no port\n  sport = x\n          ^' }, 80, 24),
  );
});

test('help in 80 columns', async () => {
  check('help-80x24', draw(typed(await ticked(), ['?']), 80, 24));
});

for (const [width, height] of sizes)
  test(`namespaces in ${width} columns and ${height} rows`, async () => {
    const { read } = await understood(
      { ...started('netns').question },
      reports.find(({ name }) => name === 'netns')!,
      { files: nodeFileSystem, proc: 'test/fixtures/captures/B', interval: 1000, now: () => new Date(0) },
    );
    const { rows, ...found } = read('');
    const named = ['host', 'pod/shop/web-1', 'backend', '4711'].map((netns) => ({
      key: netns,
      values: { ...rows[0]!.values, netns, scope: 'other', processes: 3, leader: 'nginx', leaderPid: 4711 },
    }));
    const choice = withNamespaces(await ticked(), { ...found, rows: named });
    check(`namespaces-${width}x${height}`, draw(typed(choice, ['j', 'j']), width, height));
    assert.equal(typed(choice, ['j', 'enter']).question.netns, 'pod/shop/web-1');
    assert.equal(typed(choice, ['escape']).question.netns, '');
  });

test('the header counts the sockets of a group, not the groups', async () => {
  const sample = await sampled('conns');
  const state = withSample(
    { ...started('conns'), question: { ...started('conns').question, countBy: 'state' } },
    { ...sample, rows: [{ key: 'LISTEN', values: { state: 'LISTEN', count: 12 } }] },
    true,
  );
  assert.match(draw(state, 80, 24), /^12 LISTEN$/m);
});

test('a state is explained for the protocol of its row', async () => {
  const sample = await sampled('conns');
  const explained = (protocol: string): string => {
    const values = { ...sample.rows[0]!.values, protocol, state: 'ESTABLISHED' };
    const state = withSample(started('conns'), { ...sample, rows: [{ key: 'a', values }] }, true);
    return draw(typed(state, ['e']), 80, 24);
  };
  assert.match(explained('tcp'), /\(tcp state\)/);
  assert.doesNotMatch(explained('tcp'), /datagram|conntrack/);
  assert.match(explained('udp'), /\(datagram state\)/);
  assert.doesNotMatch(explained('udp'), /tcp state/);
});

test('rates have a sparkline', async () => {
  const sample = await sampled('ifstat');
  const rated = (rate: number): Sample => ({
    ...sample,
    rows: sample.rows.map(({ key, values }) => ({ key, values: { ...values, rxBytesPerSecond: rate } })),
  });
  const state = [100, 5000, 0, 2500].reduce(
    (before, rate, at) => withSample(before, rated(rate), at === 0),
    started('ifstat'),
  );
  check('ifstat-80x24', draw(state, 80, 24));
  assert.match(draw(state, 80, 24, true), /_#_[*=+]/);
});

/** Sockets between two addresses of the greatest length, all but the first with an empty queue. */
const longRows = async (count: number): Promise<State> => {
  const sample = await sampled('conns');
  const rows = Array.from({ length: count }, (_, at) => ({
    key: String(at),
    values: {
      ...sample.rows[0]!.values,
      family: 'ipv6',
      state: 'ESTABLISHED',
      localAddress: '2001:db8:1111:2222:3333:4444:5555:6666',
      localPort: 50000 + at,
      remoteAddress: '2001:db8:7777:8888:9999:aaaa:bbbb:cccc',
      remotePort: 60000 + at,
      recvQueue: 0,
      sendQueue: at === 0 ? 7 : 0,
    },
  }));
  return withSample(started('conns'), { ...sample, rows }, true);
};

test('addresses and ports are never cut: a row too wide continues on a second line', async () => {
  for (const width of [60, 80]) {
    const frame = draw(await longRows(3), width, 24);
    for (const at of [0, 1, 2]) {
      const local = `[2001:db8:1111:2222:3333:4444:5555:6666]:${50000 + at}`;
      const remote = `[2001:db8:7777:8888:9999:aaaa:bbbb:cccc]:${60000 + at}`;
      const lines = frame.split('\n').filter((line) => line.endsWith(local) || line.endsWith(remote));
      assert.equal(lines.filter((line) => line.endsWith(local)).length, 1, frame);
      assert.equal(lines.filter((line) => line.endsWith(remote)).length, 1, frame);
    }
  }
});

test('the selected row is visible if rows have two lines', async () => {
  const state = await longRows(30);
  for (const keys of [['G'], ['j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j'], ['G', 'k', 'k']]) {
    const { lines, state: after } = frameOf(
      typed(frameOf(state, reports, { width: 80, height: 20, isAscii: true }).state, keys),
      reports,
      {
        width: 80,
        height: 20,
        isAscii: true,
      },
    );
    const frame = lines.map(textOf).join('\n');
    assert.match(
      frame,
      new RegExp(`^> [^]*\\]:${50000 + after.selected}\n[^]*\\]:${60000 + after.selected}\n`, 'm'),
    );
    assert.ok(after.page < 10, 'a page is as many rows as are visible');
  }
});

test('only a queue that is empty in every row is hidden, and a line says what is hidden', async () => {
  const state = await longRows(30);
  for (const keys of [[], ['G']]) {
    const frame = draw(typed(state, keys), 80, 20);
    assert.match(frame, / sendQ /);
    assert.match(frame, /^hidden: family \(in proto\), iface, recvQ \(all 0\); show with c \+NAME$/m);
  }
});

test('every frame has the screen’s height and fits its width, in ASCII if required', async () => {
  const state = await ticked();
  for (const view of [[], ['enter'], ['e'], ['?'], ['/', 'x']])
    for (let width = 1; width < 100; width += 7)
      for (const height of [1, 2, 5, 8, 30]) {
        const { lines } = frameOf(typed(state, view), reports, { width, height, isAscii: true });
        assert.equal(lines.length, height, `${width}x${height} ${view}`);
        for (const line of lines) {
          assert.ok(displayWidth(textOf(line)) <= width, textOf(line));
          assert.match(textOf(line), /^[\x20-\x7e]*$/);
        }
      }
});
