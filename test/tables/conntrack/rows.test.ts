import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAddress } from '../../../src/core/address.ts';
import type { Problem } from '../../../src/core/errors.ts';
import { trackedRows } from '../../../src/tables/conntrack/rows.ts';
import { FakeFiles } from '../../lookup/fake-files.ts';
import { KernelSource } from '../../support/kernel-source.ts';

/** Reads in pieces of this size, because the kernel may split its output anywhere. */
class ShortReads extends FakeFiles {
  size = Number.POSITIVE_INFINITY;

  override read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    return super.read(fd, buffer, offset, Math.min(length, this.size));
  }
}

type Shown = readonly unknown[];

const read = (
  text: string | Uint8Array,
  size = Number.POSITIVE_INFINITY,
): { rows: Shown[]; problems: Problem[] } => {
  const files = new ShortReads({
    '/net/nf_conntrack': typeof text === 'string' ? Buffer.from(text, 'latin1') : text,
  });
  files.size = size;
  const problems: Problem[] = [];
  const place = { net: '/net', root: null, live: false };
  const kernel = new KernelSource(place, {}, files, (problem) => problems.push(problem));
  const octets = new Uint8Array(16);
  const rows: Shown[] = [];
  for (const row of trackedRows(kernel.open('nf_conntrack', { mayBeEmpty: true })))
    rows.push([
      ...[row.protocol, row.text(row.protocol), row.decimal(row.protocol + 1), row.flags().join(' ')],
      ...[
        row.number('sport', 0),
        row.number('sport', 1),
        row.counterOf('bytes', 0),
        row.counterOf('bytes', 1),
      ],
      ...[row.number('mark', 1), row.number('zone', 1), row.number('use', 1)],
      Buffer.from(octets.subarray(0, row.address('dst', 1, octets))).toString('hex'),
    ]);
  return { rows, problems };
};

const fixture = readFileSync('test/fixtures/conntrack/net/nf_conntrack');
const router = readFileSync('test/fixtures/router/net/nf_conntrack');

test('the same rows are read wherever the kernel splits its output', () => {
  for (const bytes of [fixture, router]) {
    const whole = read(bytes);
    for (const size of [1, 7, 64, 100, 4050]) assert.deepEqual(read(bytes, size), whole, String(size));
  }
});

test('a file cut anywhere gives the rows before the cut, and at most one problem more', () => {
  const text = router.toString('latin1');
  const all = read(text).rows;
  for (let end = 0; end < text.length; end += 3) {
    const { rows, problems } = read(text.slice(0, end));
    const whole = text.slice(0, end).split('\n').length - 1;
    assert.deepEqual(rows.slice(0, whole), all.slice(0, whole));
    assert.ok(rows.length <= whole + 1 && problems.length <= 1);
  }
});

test('any bytes give only rows or problems', () => {
  const words = fc.constantFrom(
    ...[
      'ipv4 2 tcp 6 ',
      'src=',
      'dst=',
      '10.0.0.1 ',
      'fd77:0:0:0:0:0:0:1 ',
      'sport=',
      '99999999999999999999 ',
    ],
    ...['[', ']', '= ', '\n', '[ASSURED] ', 'packets=', 'use=2', 'secctx=', '-1 ', '\0', 'zone=', '\t'],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
      const lines = parts.join('').split('\n').length;
      const { rows, problems } = read(parts.join(''));
      assert.ok(rows.length <= lines && problems.every(({ line }) => line! <= lines));
      const useless = problems.filter(({ field }) => ['family', 'src', 'dst'].includes(field ?? ''));
      assert.ok(rows.length + useless.length <= lines);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.deepEqual(read(bytes).rows, [])),
  );
});

const tuple = (side: string): string => `src=10.0.0.${side} dst=10.0.0.9 sport=1 dport=2 `;

test('a row that the table returns twice is one row; another zone, protocol or port is another', () => {
  const line = (head: string, tail: string): string => `${head}${tuple('1')}${tuple('2')}${tail}\n`;
  const rows = [
    line('ipv4 2 tcp 6 5 ESTABLISHED ', 'mark=0 zone=0 use=1'),
    line('ipv4 2 tcp 6 4 TIME_WAIT ', '[ASSURED] mark=7 zone=0 use=3'),
    line('ipv4 2 tcp 6 src', 'no row at all'),
    line('ipv4 2 tcp 6 5 ESTABLISHED ', 'mark=0 zone=1 use=1'),
    line('ipv4 2 udp 17 5 ', 'mark=0 zone=0 use=1'),
    line('ipv4 2 tcp 6 5 ESTABLISHED ', 'mark=0 zone=0 use=1').replace('sport=1 ', 'sport=3 '),
    line('ipv4 2 tcp 6 5 ESTABLISHED ', 'mark=0 zone=0 use=1').replace(
      'dport=2 ',
      'dport=2 packets=1 bytes=1 ',
    ),
  ];
  const shown = read(rows.join('')).rows;
  assert.deepEqual(
    shown.map((row) => [row[1], row[4], row[9]]),
    [
      ['tcp', 1, 0],
      ['tcp', 1, 1],
      ['udp', 1, 0],
      ['tcp', 3, 0],
    ],
  );
});

test('numbers of one direction are not taken for the other, nor a key for one with the same ending', () => {
  const line =
    'ipv4 2 tcp 6 1 NONE src=1.2.3.4 dst=1.2.3.5 sport=1 dport=2 src=1.2.3.5 dst=1.2.3.4 sport=2 dport=1 packets=3 bytes=4 secmark=8 xzone=7 zone-reply=6 use=1\n';
  const [row] = read(line).rows;
  assert.deepEqual(row, [2, 'tcp', 6, '', 1, 2, null, 4n, null, null, 1, '01020304']);
});

const addressOf = (text: string): number[] | null => {
  const octets = new Uint8Array(16);
  const count = readAddress(Buffer.from(`<${text}>`), 1, text.length + 1, octets);
  return count === 0 ? null : [...octets.subarray(0, count)];
};

test('every IPv4 and IPv6 address is parsed as the kernel writes it', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.array(octet, { minLength: 4, maxLength: 4 }), (octets) => {
      assert.deepEqual(addressOf(octets.join('.')), octets);
    }),
  );
  fc.assert(
    fc.property(fc.array(octet, { minLength: 16, maxLength: 16 }), (octets) => {
      const text = Buffer.from(octets).toString('hex').match(/.{4}/g)!.join(':');
      assert.deepEqual(addressOf(text), octets);
    }),
  );
});

test('nothing else is an address', () => {
  const full = 'fd77:0000:0000:0000:0000:0000:0000:0001';
  const wrong = [
    '',
    '.',
    '1.2.3',
    '1.2.3.',
    '1.2.3.4.',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.0004',
    '1..2.3',
    '1.2.3.-4',
  ];
  const wrong6 = [
    '::1',
    full.slice(5),
    `${full}:`,
    `${full}:1`,
    full.replace('fd77', 'fd777'),
    full.replace('1', 'g'),
  ];
  for (const text of [...wrong, ...wrong6, '1.2.3.4 ', 'a.b.c.d', '10.0.0.1/8'])
    assert.equal(addressOf(text), null, text);
});

test('a row joined to a security label is not lost silently', () => {
  const row = 'src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 mark=0';
  const glued = `ipv4     2 tcp      6 9 ${row} secctx=a b use=2ipv4     2 udp      17 9 ${row} use=2\n`;
  const { rows, problems } = read(glued);
  assert.equal(rows.length, 1);
  assert.deepEqual(
    problems.map(({ line, field }) => [line, field]),
    [[1, 'secctx']],
  );
  assert.deepEqual(read(`ipv4     2 tcp      6 9 ${row} secctx=src=a use=2\n`).problems, []);
});
