import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedNamespaces } from '../../src/lookup/namespaces/namespace-names.ts';
import { NamespaceIndex } from '../../src/lookup/namespaces/namespaces.ts';
import { requireSameProcess } from '../../src/source/location.ts';
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

const docker = `/system.slice/docker-${dockerId}.scope`;
const pod = `/kubepods.slice/kubepods-pod${podUid.replaceAll('-', '_')}.slice/cri-containerd-${podmanId}.scope`;

test('processes are grouped by namespace, each led by its oldest process', () => {
  const index = new NamespaceIndex(
    fakeMachine([
      { pid: 1, netns: 1000 },
      { pid: 2, netns: 1000 },
      { pid: 30, netns: 2000, started: 900 },
      { pid: 4000, netns: 2000, started: 800 },
      { pid: 5, netns: null },
    ]),
  );
  assert.deepEqual(
    index.groups.map(({ leader, pids }) => [leader, pids]),
    [
      [1, [1, 2]],
      [4000, [30, 4000]],
    ],
  );
  assert.equal(index.groupOf(30)?.leader, 4000);
  assert.equal(index.groupOf(5), null);
});

test('the host is identified by tcp_mem, or else by a process 1 outside containers in another namespace', () => {
  const both = [
    { pid: 1, netns: 1000 },
    { pid: 2, netns: 2000 },
  ];
  const hostOf = (...args: Parameters<typeof fakeMachine>) =>
    new NamespaceIndex(fakeMachine(...args)).host?.leader;
  assert.equal(hostOf(both, firstNamespace, 1000), 1);
  assert.equal(hostOf(both, firstNamespace, 2000), 2, 'the reader of tcp_mem is in the first namespace');
  assert.equal(hostOf(both, {}, 2000), 1);
  assert.equal(hostOf(both, {}, 1000), undefined, 'in a container, process 1 is not the host’s');
  assert.equal(hostOf([{ pid: 1, netns: 1000, cgroup: docker }, both[1]!], {}, 2000), undefined);
});

test('a namespace is named after its pod, container, mount, unit or leader, and names are unique', () => {
  const machine = fakeMachine(
    [
      { pid: 1, netns: 1000 },
      { pid: 2, netns: 2000, cgroup: docker },
      { pid: 3, netns: 3000, cgroup: pod },
      { pid: 4, netns: 4000, cgroup: '/user.slice/session-1.scope' },
      { pid: 5, netns: 5000, cgroup: '/system.slice/vpn.service' },
      { pid: 6, netns: 6000, cgroup: '/system.slice/twice.service' },
      { pid: 7, netns: 7000, cgroup: '/system.slice/twice.service' },
      { pid: 8, netns: 8000, cgroup: '/lxc.payload.web/init.scope' },
      { pid: 9, netns: 9000, hidden: true },
    ],
    {
      ...firstNamespace,
      ...logs,
      '/proc/1/mountinfo': mountinfo({
        '/run/netns/blue\\040sky': 4000,
        '/run/docker/netns/ab': 2000,
        '/run/netns/left': 9500,
      }),
    },
  );
  const named = namedNamespaces(...indexOf(machine));
  assert.deepEqual(
    named.map(({ netns, scope, label }) => [netns, scope, label]),
    [
      ['host', 'host', 'host'],
      [dockerId.slice(0, 12), 'container', `docker:${dockerId.slice(0, 12)}`],
      ['pod/web-1', 'container', 'shop/web-1'],
      ['blue sky', 'other', 'blue sky'],
      ['vpn.service', 'other', 'vpn.service'],
      ['6', 'other', 'twice.service'],
      ['7', 'other', 'twice.service'],
      ['web', 'container', 'lxc:web'],
      ['9', 'other', null],
      ['left', 'other', 'left'],
    ],
  );
  const byNetns = new Map(named.map((each) => [each.netns, each]));
  assert.deepEqual(byNetns.get('pod/web-1')?.pod, { namespace: 'shop', name: 'web-1' });
  assert.equal(byNetns.get('blue sky')?.inode, 4000);
  assert.equal(byNetns.get('9')?.inode, null);
  assert.equal(byNetns.get('left')?.group, null);
  assert.equal(byNetns.get('left')?.processes, null, 'pid 9 may be in it');
});

test('a mounted namespace certainly has no process only if all others are known', () => {
  const machine = fakeMachine([{ pid: 1, netns: 1000 }], {
    '/proc/1/mountinfo': mountinfo({ '/run/netns/left': 9500 }),
  });
  const left = namedNamespaces(...indexOf(machine)).at(-1);
  assert.deepEqual([left?.netns, left?.processes, left?.inode], ['left', 0, 9500]);
});

test('a namespace is a container’s if any of its processes is, even if not the first', () => {
  const machine = fakeMachine([
    { pid: 1, netns: 1000 },
    { pid: 2, netns: 2000, cgroup: '/user.slice/session-1.scope' },
    { pid: 3, netns: 2000, cgroup: docker },
  ]);
  const [, named] = namedNamespaces(...indexOf(machine));
  assert.deepEqual([named?.scope, named?.container, named?.group?.leader], ['container', dockerId, 2]);
});

test('a namespace is read through its leader, whose start time is verified', () => {
  const machine = fakeMachine([{ pid: 7, netns: 2000, started: 300 }]);
  const index = new NamespaceIndex(machine);
  const { net, process } = index.locationOf(index.groups[0]!);
  assert.deepEqual([net, process?.started], ['/proc/7/net', 300]);
  requireSameProcess(machine.files, process!);
  assert.throws(() => requireSameProcess(machine.files, { ...process!, started: 299 }), { code: 'ESRCH' });
});

test('each process costs one lookup, and host processes need no file', () => {
  const machine = fakeMachine(
    Array.from({ length: 500 }, (_, at) => ({ pid: at + 1, netns: 1000 })),
    firstNamespace,
  );
  namedNamespaces(...indexOf(machine));
  const { opened } = machine.files as unknown as { opened: readonly string[] };
  assert.deepEqual(
    opened.filter((path) => !/tcp_mem|mountinfo/.test(path)),
    [],
  );
});
