import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conns } from '../../src/reports/conns.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const tail = '00000000:00000000 00:00000000 00000000     0        0';
const tcp = `${header}   0: 0100007F:1F90 00000000:0000 0A ${tail} 11 1 0000000000000000 100 0 0 10 0\n`;
const tcp6 = `${header}   0: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A ${tail} 12 1 0000000000000000 100 0 0 10 0\n`;

/** Local ports of TCP sockets in these states, and the files that were opened and read to the end. */
const ports = (
  files: Readonly<Record<string, string>>,
  states: readonly string[] | null = ['LISTEN'],
  live = true,
): readonly unknown[] => {
  const net = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/net/${name}`, text]));
  const kernel = new KernelSource({ net: '/net', root: null, live }, {}, new FakeFiles(net), () => {});
  const views = conns.scan({
    kernel,
    wanted: new Set(['localPort']),
    states: states === null ? null : new Set(states),
    switches: { families: null, tables: new Set(['tcp']) },
    lookups: noLookups,
  });
  const { read } = conns.columns.find(({ name }) => name === 'localPort')!;
  return Array.from(views, (view) => read(view));
};

const use = (sockets: number): string =>
  `sockets: used 9\nTCP: inuse ${sockets} orphan 0 tw 0 alloc 9 mem 0\n`;
const use6 = (sockets: number): string => `TCP6: inuse ${sockets}\n`;

test('if the kernel counts no TCP socket, the table is not searched for listeners', () => {
  assert.deepEqual(ports({ tcp, tcp6, sockstat: use(1), sockstat6: use6(0) }), [8080]);
  assert.deepEqual(ports({ tcp, tcp6, sockstat: use(0), sockstat6: use6(1) }), [8081]);
  assert.deepEqual(ports({ tcp, tcp6, sockstat: use(1), sockstat6: use6(1) }), [8080, 8081]);
});

test('all listeners are read if the kernel does not count them, in a copy, and with other states', () => {
  const uncounted = { tcp, tcp6 };
  assert.deepEqual(ports(uncounted), [8080, 8081]);
  assert.deepEqual(ports({ ...uncounted, sockstat: 'nonsense\n', sockstat6: '' }), [8080, 8081]);
  const counted = { ...uncounted, sockstat: use(0), sockstat6: use6(0) };
  assert.deepEqual(ports(counted, ['LISTEN'], false), [8080, 8081]);
  assert.deepEqual(ports(counted, null), [8080, 8081]);
  assert.deepEqual(ports(counted, ['LISTEN', 'TIME_WAIT']), [8080, 8081]);
});
