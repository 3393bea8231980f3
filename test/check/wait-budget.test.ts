import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { parseCondition } from '../../src/check/conditions/parser.ts';
import { type WaitRequest, type WaitResult, waitUntil } from '../../src/check/wait.ts';
import { type Entry, FakeFiles } from '../lookup/fake-files.ts';
import { socketTable } from './tables.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (inode: number): string =>
  `   0: 0100007F:1F90 0100007F:1F91 01 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 20 4 30 10 -1\n`;

const processes = (count: number): Record<string, string | { readonly link: string }> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => at + 1).flatMap((pid) => [
      [`/proc/${pid}/comm`, `p${pid}\n`],
      [`/proc/${pid}/stat`, `${pid} (p${pid}) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${pid} 0 0\n`],
      [`/proc/${pid}/fd/3`, { link: `socket:[${pid}]` }],
    ]),
  );

/** A machine on which each file access takes this many milliseconds. */
class SlowFiles extends FakeFiles {
  now = 0;
  readonly #cost: number;

  constructor(tree: ConstructorParameters<typeof FakeFiles>[0], cost: number) {
    super(tree);
    this.#cost = cost;
  }

  override open(path: string): number {
    this.now += this.#cost;
    return super.open(path);
  }

  override readlink(path: string): string {
    this.now += this.#cost;
    return super.readlink(path);
  }
}

const table = header + row(1) + row(2) + row(7);

const slow = (cost: number, tcp: Entry = table): SlowFiles => {
  const tables = {
    tcp,
    tcp6: header,
    udp: header,
    udp6: header,
    sockstat: 'TCP: inuse 3\n',
    dev: '',
    unix: '',
  };
  const net = Object.entries(tables).map(([name, text]) => [`/proc/net/${name}`, text] as const);
  return new SlowFiles({ ...Object.fromEntries(net), ...processes(300) }, cost);
};

const waited = (files: SlowFiles, text: string, own: Partial<WaitRequest>): Promise<WaitResult> => {
  // Owners are looked up in time slices.
  const clock = mock.method(performance, 'now', () => files.now);
  return waitUntil(
    {
      conditions: [parseCondition(text)],
      any: false,
      timeout: 1_000,
      interval: 100,
      stable: 0,
      source: {},
      strictFamily: false,
      explain: 'misses',
      ...own,
    },
    {
      files,
      now: () => files.now,
      sleep: async (milliseconds) => {
        files.now += milliseconds;
      },
    },
    0,
  ).finally(() => clock.mock.restore());
};

const byProcess = 'count(conns where process = nosuch) > 0';

for (const cost of [0.1, 0.5, 1, 2, 5])
  test(`the timeout is kept when each file takes ${cost} ms and owners are resolved`, async () => {
    for (const explain of ['misses', 'never', 'always'] as const) {
      const files = slow(cost);
      const { met } = await waited(files, byProcess, { explain });
      assert.notEqual(met, true);
      assert.ok(files.now <= 1_000, `${explain}: ${files.now} ms`);
    }
  });

test('data not read before the timeout is unknown, and partial results are discarded', async () => {
  const { met, conditions } = await waited(slow(20), byProcess, {});
  assert.equal(met, null);
  assert.equal(conditions[0]?.detail, 'the time was up before all was read');
});

test('a single reading takes as long as it needs', async () => {
  const { met } = await waited(slow(20), byProcess, { timeout: 0 });
  assert.equal(met, false);
});

/** Until `time`, one port is listening, and then another. The number of sockets does not change. */
const swapped = (time: number): SlowFiles => {
  const files: SlowFiles = slow(0.1, () => socketTable([{ local: `0.0.0.0:${files.now < time ? 80 : 81}` }]));
  return files;
};

test('the last look reads the sockets even if their counts are unchanged', async () => {
  const files = swapped(500);
  assert.equal((await waited(files, 'listen :81', { explain: 'never' })).met, true);
  assert.ok(files.now <= 1_000, `${files.now} ms`);
  assert.equal((await waited(swapped(500), 'listen :80', { explain: 'never', stable: 700 })).met, false);
});
