import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Limits, limits } from '../../src/snapshot/limits.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { needs } from '../support/needs.ts';
import { contentOf, inPieces, opened } from './machines.ts';
import { documentOf, endOfTar, type RawEntry, rawEntry, rawTar } from './raw-tar.ts';

const tcp: RawEntry = { name: 'proc/1/net/tcp', body: 'rows\n' };
const net: RawEntry = { name: 'proc/net', type: '2', link: '1/net' };
const honest = [documentOf([{ path: 'proc/1/net/tcp', bytes: 5 }]), net, tcp];

/** Exactly one clear error: exit code 3, the archive's name, the problem, and no control character. */
const refuses = async (bytes: Uint8Array, why: RegExp, within?: Partial<Limits>): Promise<void> => {
  await assert.rejects(opened(bytes, 'evil.tgz', { ...limits, ...within }), (error: Error) => {
    assert.ok(['ReadError', 'UnsupportedError'].includes(error.name), `${error.name}: ${error.message}`);
    assert.match(error.message, why);
    assert.match(error.message, /^evil\.tgz: /);
    assert.doesNotMatch(error.message, /[\x00-\x1f\x7f-\x9f]/);
    return true;
  });
};

test('the undamaged archive is read, compressed or not', async () => {
  for (const bytes of [rawTar(...honest), gzipSync(rawTar(...honest))])
    assert.equal(contentOf((await opened(bytes)).files, '/proc/net/tcp'), 'rows\n');
});

const names = [
  '/proc/1/net/tcp',
  '../proc/1/net/tcp',
  'proc/../../etc/passwd',
  'proc/1/../../etc/passwd',
  'proc//1/net/tcp',
  'proc/./1/net/tcp',
  'etc/passwd',
  'procfs/1/net/tcp',
  'proc\\..\\evil',
  'C:/proc/1/net/tcp',
  'proc/\x1b[31m/net',
];
for (const name of names)
  test(`a member called ${JSON.stringify(name)} is refused or stays inside`, async () => {
    const bytes = rawTar(...honest, { name, body: 'x' });
    if (name === 'proc/\x1b[31m/net') {
      const { files } = await opened(bytes);
      assert.deepEqual(files.readdir('/'), ['proc']);
    } else await refuses(bytes, /unexpected member/);
  });

const linksRefused: readonly (readonly [name: string, type: string, target: string])[] = [
  ['proc/1/comm', '2', '/etc/passwd'],
  ['proc/1/fd', '2', '../../../etc'],
  ['proc/1/fd/3', '2', '/etc/shadow'],
  ['proc/1/fd/3', '2', 'socket:[1]/../../x'],
  ['proc/1/fd/3', '2', 'socket:[99999999999999999999999]'],
  ['proc/net', '2', '../../etc'],
  ['proc/net', '2', '/proc/1/net'],
  ['proc/7/net', '2', '../../etc'],
  ['proc/1/exe', '2', '/bin/sh'],
  ['proc/1/exe', '2', '..'],
  ['proc/1/net/tcp', '2', 'udp'],
];
for (const [name, type, target] of linksRefused)
  test(`a link ${name} to ${target} is refused`, async () => {
    await refuses(rawTar(documentOf(), { name, type, link: target }), /unexpected link/);
  });

for (const [what, type] of [
  ['a hard link', '1'],
  ['a character device', '3'],
  ['a block device', '4'],
  ['a pipe', '6'],
] as const)
  test(`${what} is refused`, async () => {
    await refuses(
      rawTar(documentOf(), { name: 'proc/1/net/tcp', type, link: 'proc/net' }),
      /neither a file nor a link/,
    );
  });

test('a link to itself terminates', async () => {
  const { files } = await opened(
    rawTar(
      documentOf(),
      { name: 'proc/5/net', type: '2', link: '../5/net' },
      { name: 'proc/net', type: '2', link: '5/net' },
    ),
  );
  assert.throws(() => files.open('/proc/net/tcp'), { code: 'ENOENT' });
});

test('a duplicate file is refused', async () => {
  await refuses(rawTar(...honest, tcp), /occurs twice/);
  await refuses(rawTar(...honest, documentOf()), /procnet-snapshot\.json occurs twice/);
});

test('a file below a file, or below a link, is refused', async () => {
  await refuses(rawTar(...honest, { name: 'proc/1/net/tcp/x', body: '' }), /occurs twice/);
  await refuses(rawTar(...honest, { name: 'proc/net/udp', body: '' }), /occurs twice/);
});

test('a file whose size differs from the recorded one is refused', async () => {
  await refuses(
    rawTar(documentOf([{ path: 'proc/1/net/tcp', bytes: 6 }]), tcp),
    /has 5 bytes; 6 were written/,
  );
  await refuses(rawTar(documentOf([{ path: 'proc/1/net/tcp', bytes: 6 }])), /has no bytes; 6 were written/);
});

test('a header that claims too large a size is refused', async () => {
  await refuses(rawTar(...honest, { name: 'proc/1/net/udp', body: 'x', size: 1 << 20 }), /truncated/);
});

test('a header that claims too small a size is refused', async () => {
  await refuses(
    rawTar(...honest, { name: 'proc/1/net/udp', body: 'x'.repeat(2000), size: 3 }),
    /damaged tar data/,
  );
});

test('a size that is not a number is rejected', async () => {
  const entry = rawEntry({ name: 'proc/1/net/udp' });
  entry.fill(0xff, 124, 136);
  await refuses(Buffer.concat([rawTar(...honest).subarray(0, -1024), entry, endOfTar]), /damaged tar data/);
});

test('a wrong checksum is refused', async () => {
  const bytes = rawTar(...honest);
  bytes[3]! ^= 1;
  await refuses(bytes, /damaged tar data/);
});

test('an archive truncated anywhere is rejected', async () => {
  const [plain, zipped] = [rawTar(...honest), gzipSync(rawTar(...honest))];
  for (let at = 513; at < plain.length; at += 97) await refuses(plain.subarray(0, at), /truncated/);
  for (let at = 12; at < zipped.length; at += 7) await refuses(zipped.subarray(0, at), /truncated/);
});

test('damaged compressed data is refused', async () => {
  const zipped = gzipSync(rawTar(...honest));
  zipped[zipped.length - 6]! ^= 1;
  await refuses(zipped, /damaged gzip data/);
});

test('trailing data is refused', async () => {
  await refuses(Buffer.concat([rawTar(...honest), rawTar(tcp)]), /damaged tar data/);
});

test('a document that is missing, newer, or not JSON is refused', async () => {
  await refuses(rawTar(net, tcp), /it contains no procnet-snapshot\.json/);
  await refuses(
    rawTar(documentOf([], { schema: 'procnet-snapshot@2' })),
    /unknown schema procnet-snapshot@2/,
  );
  await refuses(rawTar({ name: 'procnet-snapshot.json', body: '{"schema":' }), /not valid JSON/);
  await refuses(rawTar({ name: 'procnet-snapshot.json', body: '[]' }), /expected an object/);
  await refuses(rawTar({ name: 'procnet-snapshot.json', body: '\xff\xfe' }), /not valid JSON/);
});

test('a document with invalid values is refused', async () => {
  await refuses(rawTar(documentOf([], { namespaces: null })), /namespaces: expected a list/);
  await refuses(rawTar(documentOf([], { pageSize: -1 })), /pageSize: expected a number/);
  await refuses(rawTar(documentOf([], { endian: 'middle' })), /endian: expected little or big/);
  const addresses = [{ label: 'eth0', address: '1.2.3', prefixLength: 8 }];
  await refuses(rawTar(documentOf([], { addresses })), /addresses\[0\]\.address: expected an IPv4 address/);
  await refuses(rawTar(documentOf([{ path: '../x' }])), /unexpected file \.\.\/x/);
  await refuses(
    rawTar(documentOf([{ path: 'proc/1/x', state: 'gone' }])),
    /files\[0\]\.state: expected ok or/,
  );
});

test('a document cannot modify object prototypes', async () => {
  const evil = `{"schema":"procnet-snapshot@1","namespaces":[],"allNamespaces":false,"processes":false,"files":[],
    "__proto__":{"polluted":true,"host":"x"},"constructor":{"prototype":{"polluted":true}}}`;
  const { info } = await opened(rawTar({ name: 'procnet-snapshot.json', body: evil }));
  assert.equal(info.host, null);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test('a decompression bomb is refused before it fills memory', async () => {
  const zeros = Buffer.alloc(1 << 22);
  const bomb = gzipSync(Buffer.concat([rawTar(...honest), zeros]));
  assert.ok(bomb.length < 10_000);
  await refuses(bomb, /too large for a snapshot: when unpacked/, { unpacked: 1 << 20 });
  await refuses(
    gzipSync(rawTar(documentOf(), { name: 'proc/1/net/tcp', body: 'x'.repeat(1 << 21) })),
    /larger than 1 MiB/,
    {
      file: 1 << 20,
    },
  );
  const many = Array.from({ length: 6 }, (_, at) => ({
    name: `proc/${at}/net/tcp`,
    body: 'x'.repeat(1 << 19),
  }));
  await refuses(gzipSync(rawTar(documentOf(), ...many)), /files of more than 2 MiB/, { contents: 1 << 21 });
});

test('too many members, or too large a document, are refused', async () => {
  const many = Array.from({ length: 50 }, (_, at) => ({ name: `proc/${at}/comm` }));
  await refuses(rawTar(documentOf(), ...many), /more than 40 files and links/, { members: 40 });
  await refuses(rawTar(documentOf()), /procnet-snapshot\.json is larger than/, { document: 10 });
});

test('endless input is refused, whatever it looks like', async () => {
  async function* endless(first: Uint8Array, piece: Uint8Array): AsyncGenerator<Uint8Array> {
    yield first;
    for (;;) yield piece;
  }
  const within = { ...limits, input: 1 << 22, unpacked: 1 << 23 };
  const zeros = Buffer.alloc(1 << 16);
  const cases = [
    [gzipSync(rawTar(...honest)), gzipSync(zeros)],
    [rawTar(...honest), zeros],
    [Buffer.from('==> tcp <==\n'), zeros],
    [Buffer.from('  sl  local_address rem_address   st tx_queue\n'), zeros],
    [Buffer.from('?'), zeros],
  ] as const;
  for (const [first, piece] of cases)
    await assert.rejects(
      openSnapshot(endless(first, piece), 'evil.tgz', within),
      (error: Error) => /too large|damaged|cut off/.test(error.message),
      first.toString('latin1', 0, 20),
    );
});

test('the source is closed when an archive is refused', async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* inPieces(gzipSync(rawTar(...honest, { name: 'etc/passwd', body: 'x' })), 10);
    } finally {
      isClosed = true;
    }
  }
  await assert.rejects(openSnapshot(source(), 'evil.tgz'));
  assert.equal(isClosed, true);
});

test('other archives and other files are refused by name', async () => {
  await refuses(
    rawTar({ name: 'package/package.json', body: '{}' }),
    /not a procnet snapshot: unexpected member package/,
  );
  await refuses(gzipSync('just text'), /truncated|damaged/);
  await refuses(Buffer.from('just text'), /neither a snapshot nor a file from \/proc\/net/);
  await refuses(Buffer.alloc(0), /neither a snapshot nor a file from \/proc\/net/);
  await refuses(Buffer.from('PK\x03\x04'), /neither a snapshot nor a file from \/proc\/net/);
});

const makeSparse = `
import io, sys, tarfile, subprocess, tempfile, os
directory = tempfile.mkdtemp()
os.makedirs(directory + '/proc/1/net')
with open(directory + '/proc/1/net/tcp', 'wb') as f: f.write(b'rows'); f.truncate(1 << 20)
open(directory + '/procnet-snapshot.json', 'w').write(sys.argv[2])
subprocess.run(['tar', 'c', '-S', '--format=' + sys.argv[1], '-C', directory, 'procnet-snapshot.json', 'proc'], check=True)
`;
for (const format of ['gnu', 'pax'])
  test(`a sparse file (tar -S --format=${format}) is refused`, needs('python3'), async () => {
    const document = documentOf([{ path: 'proc/1/net/tcp', bytes: 1 << 20 }]).body!;
    const { stdout } = spawnSync('python3', ['-c', makeSparse, format, document], { maxBuffer: 1 << 26 });
    await refuses(stdout, /is a sparse file|bytes; 1048576 were written|damaged tar data/);
  });
