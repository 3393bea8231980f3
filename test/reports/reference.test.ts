import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInProcess } from '../support/in-process.ts';
import { machines, sourceArguments } from '../support/machines.ts';

/** A slow independent reader of the same bytes, as plain as possible: `split`, `Buffer` and the URL parser. */
type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (name: string, ...argv: readonly string[]): Promise<readonly Row[]> => {
  const machine = machines.find((one) => one.name === name)!;
  const { code, stdout } = await runInProcess([...argv, ...sourceArguments(machine), '--json']);
  assert.equal(code, 0);
  return JSON.parse(stdout);
};

const address = (digits: string, endian: 'little' | 'big'): string => {
  const words = digits.match(/.{8}/g)!.map((word) => Buffer.from(word, 'hex'));
  const octets = Buffer.concat(words.map((word) => (endian === 'little' ? word.reverse() : word)));
  if (octets.length === 4) return octets.join('.');
  return new URL(`http://[${octets.toString('hex').match(/.{4}/g)!.join(':')}]/`).hostname;
};

const comparable = (text: unknown): string =>
  String(text).includes(':') ? new URL(`http://[${text}]/`).hostname : String(text);

const reference = (name: string, file: string, endian: 'little' | 'big'): string[] => {
  const seen = readFileSync(`test/fixtures/${name}/net/${file}`, 'latin1').split('\n').slice(1);
  return seen
    .filter((line) => line !== '')
    .map((line) => {
      const [, local, remote, , queues, , , uid, , inode] = line.trim().split(/ +/);
      const [from, fromPort] = local!.split(':');
      const [to, toPort] = remote!.split(':');
      const ports = [fromPort, toPort].map((port) => Number.parseInt(port!, 16));
      const [send, receive] = queues!.split(':').map((digits) => Number.parseInt(digits, 16));
      return `${address(from!, endian)} ${ports[0]} ${address(to!, endian)} ${ports[1]} ${receive} ${send} ${inode} ${uid}`;
    });
};

for (const name of ['captures/A', 'captures/B', 'big-endian', 'no-ipv6', 'gvisor', 'ipv6-disabled'])
  test(`conns of ${name}: addresses, ports, queues, inodes and users match an independent reader`, async () => {
    const endian = name === 'big-endian' ? 'big' : 'little';
    const rows = await rowsOf(name, 'conns', '--columns', 'all');
    for (const [file, protocol, family] of [
      ['tcp', 'tcp', 'ipv4'],
      ['tcp6', 'tcp', 'ipv6'],
      ['udp', 'udp', 'ipv4'],
      ['udp6', 'udp', 'ipv6'],
    ] as const) {
      const ours = rows.filter((row) => row['protocol'] === protocol && row['family'] === family);
      if (ours.length === 0 && family === 'ipv6') continue;
      const shown = ours.map((row) => {
        const ends = `${comparable(row['localAddress'])} ${row['localPort']} ${comparable(row['remoteAddress'])} ${row['remotePort']}`;
        return `${ends} ${row['recvQueue']} ${row['sendQueue']} ${row['inode']} ${row['uid'] ?? 0}`;
      });
      assert.deepEqual(shown, reference(name, file, endian), file);
    }
  });

test('snmp of A and B: every name and digit matches an independent reader', async () => {
  for (const name of ['captures/A', 'captures/B', 'hostile']) {
    const expected = new Map<string, string>();
    for (const file of ['snmp', 'netstat']) {
      const lines = readFileSync(`test/fixtures/${name}/net/${file}`, 'latin1').split('\n');
      for (let at = 0; at + 1 < lines.length; at += 2) {
        const [prefix, ...names] = lines[at]!.split(' ');
        const [, ...values] = lines[at + 1]!.split(' ');
        for (const [column, counter] of names.entries())
          expected.set(prefix!.slice(0, -1) + counter, values[column]!);
      }
    }
    for (const line of readFileSync(`test/fixtures/${name}/net/snmp6`, 'latin1').split('\n').slice(0, -1))
      expected.set(line.slice(0, 32).trim(), line.slice(33));
    const rows = await rowsOf(name, 'snmp', '--columns', 'key,value');
    assert.deepEqual(new Map(rows.map((row) => [row['key'], String(row['value'])])), expected);
  }
});

/** The names that hostile.sh bound; the kernel prints `@` for NUL. */
const bound: readonly Buffer[] = [
  Buffer.from('@plain'),
  Buffer.from('line\nfeed'),
  Buffer.from(`@${'p'.repeat(107)}`),
  Buffer.from(`@pad${'@'.repeat(104)}`),
  Buffer.from('raw\xff\x85byte', 'latin1'),
  Buffer.from('half\xe2\x80', 'latin1'),
  Buffer.from(' sp ace  trail '),
  Buffer.from('tab\tcr\rvt\vend'),
  Buffer.from('ls\u2028nel\u0085csi\u009bbidi\u202e'),
  Buffer.from('esc\x1b]0;title\x07\x1b[31m'),
  Buffer.from('=cmd|calc,"q"'),
  Buffer.from('wide\u6f22\u{1f600}'),
];

/** U+DCNN represents a byte 0xNN that is not UTF-8. */
const bytesOf = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );

test('hostile unix names are returned byte for byte, line feeds included', async () => {
  const rows = await rowsOf('hostile', 'conns', '-x', '--columns', 'all');
  const shown = rows.map((row) => bytesOf(String(row['path'])).toString('latin1'));
  for (const name of bound) {
    const text = name.toString('latin1');
    assert.equal(shown.filter((one) => one === text).length, 1, JSON.stringify(text));
  }
});

/**
 * A name holds 108 bytes at most. So a row can be forged only by a name on the line before it, and only if that name, a
 * line feed and the row fit into 108 bytes together.
 */
test('a row that a name may have forged is marked; a row that cannot be forged is not', async () => {
  const rows = await rowsOf('hostile', 'conns', '-x', '--columns', 'all');
  const marks = new Map(rows.map((row) => [row['inode'], row['suspect']]));
  assert.equal(marks.get(99999), true);
  const lines = readFileSync('test/fixtures/hostile/net/unix', 'latin1').split('\n').slice(1, -1);
  const full = /^[0-9a-f]{16}: [0-9A-F]{8} 0{8} [0-9A-F]{8} [0-9A-F]{4} [0-9A-F]{2} +(\d+)(?: ([\s\S]*))?$/;
  const certain = lines.flatMap((line, at) => {
    const before = at === 0 ? '' : (full.exec(lines[at - 1]!)?.[2] ?? '');
    const inode = Number(full.exec(line)?.[1]);
    return inode > 0 && (at === 0 || before.length + 1 + line.length > 108) ? [inode] : [];
  });
  assert.ok(certain.length >= 3);
  for (const inode of certain) assert.equal(marks.get(inode), false, String(inode));
});
