import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { loadUsers, type Users } from '../../src/lookup/names/users.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { needs } from '../support/needs.ts';
import { FakeFiles } from './fake-files.ts';

const usersOf = (passwd: string | Uint8Array): Users => loadUsers(new FakeFiles({ '/etc/passwd': passwd }));

test('ids and names, both ways', () => {
  const users = usersOf('root:x:0:0:root:/root:/bin/sh\ndaemon:*:1:1::/:/bin/false\n');
  assert.equal(users.nameOf(0), 'root');
  assert.equal(users.nameOf(1), 'daemon');
  assert.equal(users.nameOf(2), null);
  assert.equal(users.idOf('root'), 0);
  assert.equal(users.idOf('daemon'), 1);
  assert.equal(users.idOf('nobody'), null);
});

test('the first of two entries for an id or a name wins', () => {
  const users = usersOf('root:x:0:0:::\ntoor:x:0:0:::\nroot:x:5:5:::\n');
  assert.equal(users.nameOf(0), 'root');
  assert.equal(users.idOf('toor'), 0);
  assert.equal(users.idOf('root'), 0);
  assert.equal(users.nameOf(5), 'root');
});

test('a line that is not an entry is ignored', () => {
  const users = usersOf(
    [
      '#old:x:7:7:::',
      '+nis:x:7:7:::',
      '-gone:x:7:7:::',
      '+::::::',
      ':x:7:7:::',
      'short:x:7',
      'text:x:seven:7:::',
      'minus:x:-7:7:::',
      'none:x::7:::',
      'big:x:4294967295:7:::',
      'bigger:x:99999999999:7:::',
      '# comment\rsly:x:7:7:::',
      '',
      'ok:x:7:7:::',
    ].join('\n'),
  );
  assert.equal(users.nameOf(7), 'ok');
  for (const name of ['#old', 'old', '+nis', '-gone', 'short', 'minus', 'sly'])
    assert.equal(users.idOf(name), null);
  assert.equal(users.nameOf(4294967295), null);
});

test('names are unchanged: escapes, prototype keys, other alphabets, bytes that are not UTF-8', () => {
  const lines = ['e\x1b[31m:x:1:1::', '__proto__:x:2:2::', 'rené:x:3:3::', 'constructor:x:4:4::'];
  const users = usersOf(
    Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), Buffer.from('b\xff:x:5:5::\n', 'latin1')]),
  );
  assert.equal(users.nameOf(1), 'e\x1b[31m');
  assert.equal(users.nameOf(2), '__proto__');
  assert.equal(users.idOf('rené'), 3);
  assert.equal(users.idOf('constructor'), 4);
  assert.equal(users.idOf('toString'), null);
  assert.equal(users.nameOf(5), 'b\udcff');
});

test('a missing or unreadable file has no users', () => {
  assert.equal(loadUsers(new FakeFiles({})).nameOf(0), null);
  assert.equal(loadUsers(new FakeFiles({ '/etc/passwd': { errno: 'EACCES' } })).idOf('root'), null);
});

test('a huge file is truncated, and the cut line is dropped', () => {
  const files = new FakeFiles({ '/etc/passwd': `root:x:0:0:::\n${'u:x:1:1:::\n'.repeat(1_600_000)}` });
  assert.equal(loadUsers(files).nameOf(0), 'root');
  assert.equal(usersOf('root:x:0:0:::\nbob:x:10').nameOf(10), null);
});

test('this machine’s users match getent', needs('getent'), () => {
  const { stdout } = spawnSync('getent', ['-s', 'files', 'passwd'], { encoding: 'utf8' });
  const users = loadUsers(nodeFileSystem);
  for (const line of stdout.trim().split('\n')) {
    const [name = '', , uid] = line.split(':');
    assert.equal(users.idOf(name), Number(uid), line);
  }
});
