import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyRow, type PlainRow } from '../../src/query/copy.ts';
import { sockstat } from '../../src/reports/sockstat.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';
import { readTree } from '../support/read-tree.ts';

const text = 'sockets: used 31\nTCP: inuse 12 orphan 0 tw 0 alloc 108044 mem 96\nFRAG: inuse 0 memory 7\n';

/** The TCP row on a kernel with that release and page size. */
const tcpOf = (release: string | null, pageSize: number | null): PlainRow => {
  const files = new FakeFiles({
    '/copy/net/sockstat': text,
    '/copy/sys/net/ipv4/tcp_mem': '100\t200\t300\n',
    ...(release === null ? {} : { '/copy/sys/kernel/osrelease': `${release}\n` }),
  });
  class Kernel extends KernelSource {
    override get pageSize(): number | null {
      return pageSize;
    }
  }
  const kernel = new Kernel({ net: '/copy/net', root: '/copy', live: false }, {}, files, () => {});
  const views = sockstat.scan({
    kernel,
    wanted: new Set(sockstat.columns.map(({ name }) => name)),
    states: null,
    switches: null,
    lookups: noLookups,
  });
  const rows = [...views].map((view) => copyRow(sockstat.columns, view));
  return rows.find(({ protocol }) => protocol === 'TCP')!;
};

test('memory is counted in pages, but 4096 bytes at a time on Linux 4.19 and 5', () => {
  const large = 65_536;
  for (const [release, pageSize, memBytes, memShare] of [
    ['6.18.0', 4096, 96 * 4096, 32],
    ['4.19.0-27-arm64', 4096, 96 * 4096, 32],
    [null, 4096, 96 * 4096, 32],
    ['6.1.0', large, 96 * large, 32],
    ['3.10.0-1160.el7.ppc64le', large, 96 * large, 32],
    ['4.4.0', large, 96 * large, 32],
    ['4.19.0', large, 96 * 4096, 2],
    ['5.14.0-70.el9.aarch64', large, 96 * 4096, 2],
    ['4.14.0', large, null, null],
    ['6.0.0', large, null, null],
    [null, large, null, null],
    ['6.1.0', null, null, 32],
    ['5.10.0', null, 96 * 4096, null],
    [null, null, null, null],
  ] as const) {
    const row = tcpOf(release, pageSize);
    assert.deepEqual([row['memBytes'], row['memShare']], [memBytes, memShare], `${release}, ${pageSize}`);
  }
});

test('a duplicate line or name counts once, and is reported', async () => {
  const sockstatText = 'TCP: inuse 1 orphan 2 inuse 3\nUDP: inuse 4\nTCP: inuse 5\n';
  const { rows, stderr } = await readTree({ sockstat: sockstatText }, 'sockstat');
  assert.deepEqual(
    rows.map(({ protocol, inuse, orphan }) => [protocol, inuse, orphan]),
    [
      ['TCP', 1, 2],
      ['UDP', 4, null],
    ],
  );
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'procnet: /sockstat:1: inuse: duplicate; keeping the first value',
    'procnet: /sockstat:3: TCP: duplicate line; keeping the first',
  ]);
});

test('FRAG counts bytes', async () => {
  const { rows } = await readTree({ sockstat: text }, 'sockstat', '--where', 'protocol = FRAG');
  assert.deepEqual([rows[0]!['mem'], rows[0]!['memBytes']], [null, 7]);
});
