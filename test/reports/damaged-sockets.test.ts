import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';
import { type Row, readTree } from '../support/read-tree.ts';

const tcpHeader =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const tcpRow = (
  ends: string,
  state = '01',
  rest = '1000        0 4242 1 0000000000000000 20 4 30 10 -1',
): string => `   0: ${ends} ${state} 00000000:00000000 00:00000000 00000000  ${rest}\n`;
const ends = '0100007F:0016 0200007F:C350';
const udpHeader =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n';
const devHeader =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
test('fault 5: without tcp6, there are IPv4 rows and no warning; -6 has no rows, which is not an error', async () => {
  const files = { tcp: tcpHeader + tcpRow(ends), udp: udpHeader };
  const both = await readTree(files, 'conns', '-ta');
  assert.deepEqual([both.rows.length, both.code, both.stderr], [1, 0, '']);
  const six = await readTree(files, 'conns', '-ta6', '--strict');
  assert.deepEqual([six.rows.length, six.code, six.stderr], [0, 0, '']);
});

test('fault 17: an old kernel’s short UDP row is kept, its drops unknown', async () => {
  const row =
    '  12: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 777 2 ffff8800';
  const { rows, stderr } = await readTree(
    { udp: `${udpHeader}${row}\n` },
    'conns',
    '-ua',
    '--columns',
    '+drops,inode',
  );
  assert.equal(stderr, '');
  assert.deepEqual(
    rows.map(({ localPort, drops, inode }) => ({ localPort, drops, inode })),
    [{ localPort: 53, drops: null, inode: 777 }],
  );
});

test('fault 18: a short TIME_WAIT row is kept, its owner unknown (traps 5, 9)', async () => {
  const row = `   7: ${ends} 06 00000000:00000000 03:00000ED9 00000000     0        0 0 3 0000000000000000\n`;
  const { rows, stderr } = await readTree(
    { tcp: tcpHeader + row },
    'conns',
    '-ta',
    '--columns',
    '+uid,timer,timerMs,cwnd',
  );
  assert.equal(stderr, '');
  const [{ state, uid, timer, timerMs, cwnd } = {}] = rows;
  assert.deepEqual(
    { state, uid, timer, timerMs, cwnd },
    {
      ...{ state: 'TIME_WAIT', uid: null, timer: 'timewait', timerMs: 0xed9 * 10, cwnd: null },
    },
  );
});

test('fault 19: columns that a later kernel adds at the end are ignored', async () => {
  const longer = tcpRow(ends).replace('\n', ' 99 new columns here\n');
  const { rows, stderr } = await readTree({ tcp: tcpHeader + longer }, 'conns', '-ta');
  assert.deepEqual([rows.length, rows[0]!['localPort'], stderr], [1, 22, '']);
});

test('fault 24: empty lines and lines of spaces or NULs are ignored', async () => {
  const nothing = `\n   \n${'\0'.repeat(40)}\n`;
  const { rows, stderr } = await readTree(
    { tcp: nothing + tcpHeader + nothing + tcpRow(ends) + nothing, dev: devHeader },
    'conns',
    '-ta',
  );
  assert.deepEqual([rows.length, stderr], [1, '']);
});

test('fault 25: an unknown state is shown and found by its number', async () => {
  const tcp = tcpHeader + tcpRow(ends, '0D') + tcpRow('0100007F:0017 0200007F:C350', 'FF');
  const all = await readTree({ tcp }, 'conns', '-ta');
  assert.deepEqual(
    all.rows.map(({ state }) => state),
    ['UNKNOWN(0x0D)', 'UNKNOWN(0xFF)'],
  );
  const some = await readTree({ tcp }, 'conns', '-ta', '--state', '0D');
  assert.deepEqual(
    some.rows.map(({ localPort }) => localPort),
    [22],
  );
});

test('faults 26, 27: an address with a wrong length, a letter O or 0x is refused; lower case is not', async () => {
  const bad = ['100007F:0016 0200007F:C350', '00100007F:0016 0200007F:C350', 'O100007F:0016 0200007F:C350'];
  const prefixed = '0x100007F:0016 0200007F:C350';
  const tcp =
    tcpHeader +
    [...bad, prefixed].map((text) => tcpRow(text)).join('') +
    tcpRow('0a00007f:c350 0200007f:01bb');
  const { rows, stderr } = await readTree({ tcp }, 'conns', '-ta');
  assert.deepEqual(
    rows.map(({ localAddress, localPort }) => `${localAddress} ${localPort}`),
    ['127.0.0.10 50000'],
  );
  assert.equal(stderr.match(/tcp:[2-5]: local_address: expected hex address:port/g)?.length, 4, stderr);
});

test('fault 30: well-formed rows under a different header are read', async () => {
  const { rows } = await readTree({ tcp: tcpHeader.toUpperCase() + tcpRow(ends) }, 'conns', '-ta');
  assert.equal(rows.length, 1);
});

test('fault 31: a copy with foreign line endings is read', async () => {
  const withCr = (text: string): string => text.replaceAll('\n', '\r\n');
  const tcp = await readTree(
    { tcp: withCr(tcpHeader + tcpRow(ends)) },
    'conns',
    '-ta',
    '--columns',
    '+ssthresh,inode',
  );
  assert.deepEqual([tcp.rows.length, tcp.rows[0]!['inode'], tcp.stderr], [1, 4242, '']);
  const dev = await readTree(
    { dev: withCr(`${devHeader}  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n`) },
    'ifstat',
  );
  assert.deepEqual([String(dev.rows[0]!['txCompressed']), dev.stderr], ['16', '']);
});

test('fault 15: rows before an input error are not a complete result', async () => {
  await withTree({ tcp: tcpHeader + tcpRow(ends), udp: udpHeader }, async (directory) => {
    const failing = {
      ...nodeFileSystem,
      read(fd: number, bytes: Uint8Array, offset: number, length: number) {
        const got = nodeFileSystem.read(fd, bytes, offset, length);
        if (got === 0) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
        return got;
      },
    };
    const argv = ['conns', '-ta', '--json', '--meta', '--strict', '--proc', directory];
    const { out, err, code } = await runHere(argv, { files: failing });
    const { rows, complete, warnings } = JSON.parse(out) as {
      rows: Row[];
      complete: boolean;
      warnings: string[];
    };
    assert.deepEqual([rows.length, complete, code], [1, false, 4]);
    assert.match(warnings.join(), /tcp:\d: read error here \(EIO\); remaining rows are missing/);
    assert.match(err, /read error here/);
  });
});

test('a row without a space after its number is refused', async () => {
  const row = tcpRow(ends).replace('0: ', '0::');
  const { rows, stderr } = await readTree({ tcp: tcpHeader + row + tcpRow(ends) }, 'conns', '-ta');
  assert.deepEqual(
    [rows.length, /tcp:2: sl: expected a number, a colon and a space/.test(stderr)],
    [1, true],
  );
});
