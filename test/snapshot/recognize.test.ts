import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { netFiles } from '../../src/snapshot/net-files.ts';
import { recognizeTable } from '../../src/snapshot/recognize.ts';
import { machines } from '../support/machines.ts';

const captured = machines.flatMap(({ proc }) =>
  readdirSync(`${proc}/net`)
    .filter((name) => netFiles.includes(name) && statSync(`${proc}/net/${name}`).isFile())
    .map((name) => ({ name, path: `${proc}/net/${name}`, bytes: readFileSync(`${proc}/net/${name}`) })),
);

/** Files that look like another when empty, and those that always do. */
const alike: Readonly<Record<string, string>> = {
  udplite: 'udp',
  icmp: 'udp',
  udplite6: 'udp6',
  icmp6: 'udp6',
  raw6: 'udp6',
};

/** Damaged on purpose, or with less than a header. */
const isFit = (bytes: Buffer): boolean => bytes.length > 0 && !bytes.includes('\r');

test('every captured file is recognized by how it begins', () => {
  let known = 0;
  for (const { name, path, bytes } of captured.filter((file) => isFit(file.bytes))) {
    const found = recognizeTable(bytes);
    const isOldRaw = name === 'raw' && !/ref pointer drops *\n./.test(bytes.toString('latin1'));
    assert.equal(found, isOldRaw ? 'udp' : (alike[name] ?? name), path);
    known++;
  }
  assert.ok(known > 150, `${known} files`);
});

test('the file name decides between files that look the same', () => {
  for (const { name, path, bytes } of captured.filter((file) => isFit(file.bytes)))
    assert.equal(recognizeTable(bytes, name), name, path);
});

test('a name that does not match the header is ignored', () => {
  const tcp = captured.find(({ name }) => name === 'tcp')!.bytes;
  assert.equal(recognizeTable(tcp, 'tcp6'), 'tcp');
  assert.equal(recognizeTable(tcp, 'dev'), 'tcp');
});

test('an empty file is recognized by name, and other text is not recognized', () => {
  assert.equal(recognizeTable(Buffer.alloc(0), 'if_inet6'), 'if_inet6');
  assert.equal(recognizeTable(Buffer.alloc(0), 'x'), null);
  for (const text of ['x', '\n\n', '<html>', '{"rows":[]}', 'Netid State Recv-Q', '\0\0\0\0'])
    assert.equal(recognizeTable(Buffer.from(text), 'tcp'), null, text);
});

test('the unix sockets of a kernel without inodes are recognized too', () => {
  const text = 'Num       RefCount Protocol Flags    Type St Path\n';
  assert.equal(recognizeTable(Buffer.from(text)), 'unix');
});
