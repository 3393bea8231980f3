import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNamespace } from '../../src/lookup/namespaces/find-namespaces.ts';
import { resolveNamespace } from '../../src/lookup/namespaces/namespace-resolver.ts';
import {
  dockerId,
  fakeMachine,
  firstNamespace,
  indexOf,
  logs,
  mountinfo,
  podmanId,
  podUid,
} from './fake-namespaces.ts';

const machine = fakeMachine(
  [
    { pid: 1, netns: 1000, cgroup: '/init.scope' },
    { pid: 2, netns: 1000, cgroup: '/system.slice/nginx.service' },
    { pid: 3, netns: 2000, cgroup: `/system.slice/docker-${dockerId}.scope` },
    { pid: 4, netns: 3000, cgroup: `/machine.slice/libpod-${podmanId}.scope` },
    { pid: 5, netns: 4000, cgroup: `/kubepods/pod${podUid}/${'a'.repeat(64)}` },
    { pid: 6, netns: 5000, cgroup: '/lxc.payload.web-1/init.scope' },
    { pid: 7, netns: 6000, cgroup: '/system.slice/vpn.service' },
    { pid: 8, netns: 7000, cgroup: '/user.slice/session-1.scope' },
    { pid: 9, netns: 8000, cgroup: `/docker/${'1234'.repeat(16)}` },
  ],
  {
    ...firstNamespace,
    ...logs,
    '/proc/1/mountinfo': mountinfo({ '/run/netns/blue': 7000, '/run/netns/vpn': 9500 }),
  },
);

const leaderOf = (word: string): number => resolveNamespace(word, ...indexOf(machine)).leader;

const meanings: Readonly<Record<string, number>> = {
  host: 1,
  '1': 1,
  '3': 3,
  'pid:4': 4,
  [dockerId]: 3,
  [dockerId.slice(0, 12)]: 3,
  ee4b2: 3,
  ee4b3: 4,
  'docker:ee4b': 3,
  'podman:ee4b': 4,
  aaaa: 5,
  'pod/web-1': 5,
  'pod/shop/web-1': 5,
  'web-1': 6,
  'lxc:web-1': 6,
  'vpn.service': 7,
  blue: 8,
  'netns:blue': 8,
  'nginx.service': 1,
  nginx: 1,
  '1234': 9,
};

for (const [word, leader] of Object.entries(meanings))
  test(`--netns ${word.length > 20 ? 'with a whole id' : word} is the namespace of process ${leader}`, () => {
    assert.equal(leaderOf(word), leader);
  });

test('an ambiguous name lists its matches', () => {
  assert.throws(() => leaderOf('ee4b'), {
    name: 'UsageError',
    message: `--netns ee4b is ambiguous: docker:${dockerId}, podman:${podmanId}`,
  });
  assert.throws(() => leaderOf('vpn'), /ambiguous: vpn\.service, netns:vpn/);
});

test('a number that is a pid and the beginning of a container id is ambiguous', () => {
  const id = '1234'.repeat(16);
  const withProcess = (netns: number) =>
    fakeMachine([
      { pid: 1, netns: 1000 },
      { pid: 9, netns: 8000, cgroup: `/docker/${id}` },
      { pid: 1234, netns },
    ]);
  const another = withProcess(1000);
  const message = `--netns 1234 is ambiguous: pid:1234, docker:${id}`;
  assert.throws(() => findNamespace(another, '1234'), { name: 'UsageError', message });
  assert.throws(() => resolveNamespace('1234', ...indexOf(another)), { message });
  assert.equal(findNamespace(another, 'pid:1234').net, '/proc/1234/net');
  assert.equal(findNamespace(another, '12341').net, '/proc/9/net');
  assert.equal(findNamespace(withProcess(8000), '1234').net, '/proc/1234/net', 'the same namespace');
});

test('an unknown word gets a suggestion', () => {
  assert.throws(() => leaderOf('ngnix'), {
    name: 'ReadError',
    code: 'ENOENT',
    message: /did you mean nginx\?/,
  });
  for (const word of ['eee', 'ee4', 'docker', 'docker:ee4', '99', 'pod/nothing', '', '*', '../1'])
    assert.throws(() => leaderOf(word), { name: 'ReadError', code: 'ENOENT' }, word);
});

test('a namespace without a process cannot be read, and the message gives a workaround', () => {
  assert.throws(() => leaderOf('netns:vpn'), {
    code: 'ENOENT',
    message: /it has no process.*ip netns exec/,
  });
  const hidden = fakeMachine(
    [
      { pid: 1, netns: 1000 },
      { pid: 2, netns: 2000, hidden: true },
    ],
    { '/proc/1/mountinfo': mountinfo({ '/run/netns/blue': 2000 }) },
  );
  assert.throws(() => resolveNamespace('blue', ...indexOf(hidden)), {
    code: 'EACCES',
    message: /try as root/,
  });
});

test('untrusted names are escaped on the terminal', () => {
  assert.throws(
    () => leaderOf('\x1b[2J'),
    (error: Error) => !error.message.includes('\x1b'),
  );
});
