import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { runInProcess } from '../support/in-process.ts';
import { readTree } from '../support/read-tree.ts';

const read = (name: string, ...argv: readonly string[]) =>
  runInProcess([...argv, '--proc', `test/cases/${name}`]);

test('a table in which every row is unreadable is an error, not an empty result', async () => {
  for (const [name, ...argv] of [
    ['allbad', 'conns', '-tl'],
    ['unix-pad', 'conns', '-x'],
  ] as const)
    for (const more of [[], ['-q'], ['-E'], ['--json', '--meta'], ['--none']]) {
      const { code, stdout, stderr } = await read(name, ...argv, ...more);
      assert.deepEqual([code, stdout], [3, ''], `${name} ${more.join(' ')}`);
      assert.match(stderr, /^procnet: .*:2: .*no line of this file could be read\n$/);
    }
});

test('if another table is readable, it is a warning and the result is incomplete', async () => {
  const tcp =
    '  sl  local_address\n   0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9 1 0 100 0 0 10 0\n';
  const udp = '  sl  local_address\n   0: 0x0100007F:0050 0x00000000:0000 07\n';
  const { rows, code, stderr } = await readTree({ tcp, udp }, 'conns', '--strict');
  assert.deepEqual([rows.length, code], [1, 4]);
  assert.match(stderr, /\/udp:2: local_address: /);
});

test('beside empty tables, it is an error, too', async () => {
  const header = '  sl  local_address rem_address   st\n';
  const bad = `${header}   0: 0x0100007F:0050 0x00000000:0000 07\n`;
  const badRoutes = '20010db8000000000000000000000001 ff 0000\n';
  for (const [files, report] of [
    [{ tcp: bad, udp: header }, 'conns'],
    [{ tcp: header, udp6: bad }, 'conns'],
    [{ route: '', ipv6_route: badRoutes }, 'routes'],
    [{ fib_trie: '', if_inet6: badRoutes }, 'addrs'],
  ] as const)
    for (const more of [[], ['-q'], ['--none'], ['--json']])
      await withTree(files, async (directory) => {
        const { code, stdout, stderr } = await runInProcess([report, '--proc', directory, ...more]);
        assert.deepEqual([code, stdout], [3, ''], `${report} ${more.join(' ')}`);
        assert.match(stderr, /^procnet: .*; no line of this file could be read\n$/);
      });
});

test('it is named rather than a table that is missing', async () => {
  const { code, stderr } = await read('allbad', 'conns');
  assert.deepEqual([code, /\/tcp:2: .*no line of this file could be read\n$/.test(stderr)], [3, true]);
});

test('a truncated row is reported, and the result is incomplete', async () => {
  const { code, stdout } = await read('cutrow', 'conns', '-tl', '--json', '--meta');
  const { complete, warnings, rows } = JSON.parse(stdout);
  assert.deepEqual([code, complete, warnings.length, rows.length], [0, false, 1, 1]);
  assert.match(warnings[0], /tcp:3: /);
});

test('whether a truncated row matches is unknown', async () => {
  for (const more of ['-q', '-E', '--none'])
    assert.equal((await read('cutrow', 'conns', '-tl', '--port', '80', more)).code, 3, more);
});

test('a header alone is an empty table; so is a file that the kernel leaves empty', async () => {
  const tcp = '  sl  local_address rem_address   st\n';
  assert.deepEqual(await readTree({ tcp }, 'conns', '-t', '--strict'), { rows: [], code: 0, stderr: '' });
  const nf_conntrack = '';
  assert.deepEqual(await readTree({ nf_conntrack }, 'conntrack', '--strict'), {
    rows: [],
    code: 0,
    stderr: '',
  });
});
