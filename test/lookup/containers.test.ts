import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Membership, membershipOf } from '../../src/lookup/namespaces/containers.ts';
import { PodNames } from '../../src/lookup/namespaces/pods.ts';
import { cgroupsOf } from '../../src/tables/cgroup.ts';
import { FakeFiles } from './fake-files.ts';

const id = 'ee4b20e90ac7f42a10bd004d05646b13d8ab5e2c5e7cbc01abf8006bac016459';
const other = '2032491dcae31e6746f47daa0ac74564f2843a1bd847c5e6c4eb501ca132ac36';
const uid = '0125ec2f-b64a-4868-8f5b-94b56cbab864';
const uid_ = uid.replaceAll('-', '_');
const staticUid = '1864dd0546310be9937c37cf88024cb8';
const task = '4db6f8518758b8f5b38116ff4b03cf78';

const nothing: Membership = { runtime: null, container: null, podUid: null, unit: null };

/** The same path in every hierarchy, as usual with cgroup v1. */
const v1 = (path: string): string =>
  ['12:net_cls,net_prio', '8:memory', '4:cpu,cpuacct', '1:name=systemd']
    .map((line) => `${line}:${path}\n`)
    .join('');

/** The title; the text of /proc/PID/cgroup, or its only path under cgroup v2; the expected result. */
const cases: readonly (readonly [what: string, text: string, expected: Partial<Membership>])[] = [
  ['docker, systemd', `/system.slice/docker-${id}.scope`, { runtime: 'docker', container: id }],
  ['docker, cgroupfs', v1(`/docker/${id}`), { runtime: 'docker', container: id }],
  ['docker, cgroupfs, v2', `/docker/${id}`, { runtime: 'docker', container: id }],
  [
    'docker, where only some hierarchies have it and v2 shows the daemon',
    `12:net_cls:/docker/${id}\n10:rdma:/\n1:name=systemd:/docker/${id}\n0::/system.slice/containerd.service\n`,
    { runtime: 'docker', container: id },
  ],
  [
    'docker, rootless',
    `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`,
    { runtime: 'docker', container: id },
  ],
  ['docker in docker: the inner one', `/docker/${other}/docker/${id}`, { runtime: 'docker', container: id }],
  [
    'systemd in docker',
    `/docker/${id}/system.slice/nginx.service`,
    { runtime: 'docker', container: id, unit: 'nginx.service' },
  ],
  ['docker with its own parent: only the id', `/actions_job/${id}`, { container: id }],
  ['an id at the root', v1(`/${id}`), { container: id }],
  [
    'kubernetes, containerd, systemd',
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid_}.slice/cri-containerd-${id}.scope`,
    { runtime: 'containerd', container: id, podUid: uid },
  ],
  [
    'kubernetes, containerd, no systemd driver: colons',
    `11:perf_event:/kubepods-besteffort-pod${uid_}.slice:cri-containerd:${id}\n` +
      `1:name=systemd:/system.slice/containerd.service/kubepods-besteffort-pod${uid_}.slice:cri-containerd:${id}\n`,
    { runtime: 'containerd', container: id, podUid: uid },
  ],
  ['kubernetes, cgroupfs', v1(`/kubepods/burstable/pod${uid}/${id}`), { container: id, podUid: uid }],
  [
    'kubernetes, guaranteed',
    `/kubepods.slice/kubepods-pod${uid_}.slice/crio-${id}.scope`,
    { runtime: 'cri-o', container: id, podUid: uid },
  ],
  [
    'kubernetes, a static pod',
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${staticUid}.slice/crio-${id}.scope/container`,
    { runtime: 'cri-o', container: id, podUid: staticUid },
  ],
  [
    'kubernetes, cri-o, cgroupfs',
    `/kubepods/besteffort/pod${uid}/crio-${id}`,
    { runtime: 'cri-o', container: id, podUid: uid },
  ],
  [
    'kubernetes in a container (kind, minikube): the pod',
    `/docker/${other}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${uid_}.slice/cri-containerd-${id}.scope`,
    { runtime: 'containerd', container: id, podUid: uid },
  ],
  [
    "cri-o's monitor is not a container",
    `/machine.slice/crio-conmon-${id}.scope`,
    { unit: `crio-conmon-${id}.scope` },
  ],
  ['podman', `/machine.slice/libpod-${id}.scope/container`, { runtime: 'podman', container: id }],
  [
    'podman, in its own pod',
    `/machine.slice/machine-libpod_pod_${other}.slice/libpod-${id}.scope`,
    { runtime: 'podman', container: id },
  ],
  [
    'podman, rootless',
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`,
    { runtime: 'podman', container: id },
  ],
  ['podman, cgroupfs', v1(`/libpod_parent/libpod-${id}`), { runtime: 'podman', container: id }],
  [
    'podman under a unit (quadlet)',
    `/user.slice/user-1003.slice/user@1003.service/app.slice/web@8000.service/libpod-payload-${id}`,
    { runtime: 'podman', container: id, unit: 'web@8000.service' },
  ],
  [
    "podman's monitor is not a container",
    `/machine.slice/libpod-conmon-${id}.scope`,
    { unit: `libpod-conmon-${id}.scope` },
  ],
  ['nerdctl', `/system.slice/nerdctl-${id}.scope`, { runtime: 'nerdctl', container: id }],
  ['nerdctl, cgroupfs', `/default/${id}`, { runtime: 'containerd', container: id }],
  ['LXC', '/lxc.payload.web-1/init.scope', { runtime: 'lxc', container: 'web-1', unit: 'init.scope' }],
  [
    'a service in LXC',
    '/lxc.payload.web-1/system.slice/nginx.service',
    { runtime: 'lxc', container: 'web-1', unit: 'nginx.service' },
  ],
  ['LXC, old', v1('/lxc/101/ns'), { runtime: 'lxc', container: '101' }],
  ["LXC's monitor is not a container", '/lxc.monitor.web-1', {}],
  [
    'nspawn',
    '/machine.slice/machine-build\\x2darm.scope/payload/system.slice/sshd.service',
    { runtime: 'nspawn', container: 'build-arm', unit: 'sshd.service' },
  ],
  [
    'nspawn as a service',
    '/machine.slice/systemd-nspawn@web.service/payload',
    { runtime: 'nspawn', container: 'web' },
  ],
  [
    "nspawn's supervisor is outside",
    '/machine.slice/systemd-nspawn@web.service/supervisor',
    { unit: 'systemd-nspawn@web.service' },
  ],
  [
    'a virtual machine is not a container',
    '/machine.slice/machine-qemu\\x2d1\\x2dwin11.scope/libvirt/emulator',
    { unit: 'machine-qemu\\x2d1\\x2dwin11.scope' },
  ],
  ['ECS on EC2', v1(`/ecs/${task}/${id}`), { runtime: 'ecs', container: id }],
  ['ECS, with the cluster', v1(`/ecs/prod/${task}/${id}`), { runtime: 'ecs', container: id }],
  [
    'ECS on Fargate',
    v1(`/ecs/${task}/${task}-2675983374`),
    { runtime: 'ecs', container: `${task}-2675983374` },
  ],
  [
    'ECS, v2',
    `/ecstasks.slice/ecstasks-${task}.slice/docker-${id}.scope`,
    { runtime: 'docker', container: id },
  ],
  ['a service', '/system.slice/nginx.service', { unit: 'nginx.service' }],
  ['a service with its own tree', '/system.slice/app.service/workers/a.scope', { unit: 'app.service' }],
  [
    "a user's service",
    '/user.slice/user-1000.slice/user@1000.service/app.slice/web.service',
    { unit: 'web.service' },
  ],
  ['a session', '/user.slice/user-1000.slice/session-3.scope', { unit: 'session-3.scope' }],
  ['mounts are ignored', '/system.slice/home.mount', {}],
  ['systemd itself', '/init.scope', { unit: 'init.scope' }],
  [
    'v1 and v2 together: the unit is in systemd’s hierarchy',
    '9:name=systemd:/system.slice/cron.service\n4:memory:/system.slice\n0::/\n',
    { unit: 'cron.service' },
  ],
  ['the root', '/', {}],
  ['32 digits are not a container (trap 60)', v1(`/process_api/${task}`), {}],
  ['from inside another cgroup namespace: outside it (trap 60)', '/../..', {}],
  [
    'from inside another cgroup namespace: a neighbour',
    `/../cri-containerd-${id}.scope`,
    { runtime: 'containerd', container: id },
  ],
  [
    'from inside another cgroup namespace: a neighbour pod',
    v1(`/../../pod${uid}/${id}`),
    { container: id, podUid: uid },
  ],
  ['a cgroup that was removed (trap 60)', `/docker/${id} (deleted)`, { runtime: 'docker', container: id }],
  ['a unit whose name contains a colon', '/system.slice/web@a:b.service', { unit: 'web@a:b.service' }],
  ['untrusted names', '/system.slice/x\x1b[2J.service', { unit: 'x\x1b[2J.service' }],
  ['inherited property names are not runtimes', `/constructor/${id}`, { container: id }],
];

for (const [what, text, expected] of cases)
  test(`cgroup: ${what}`, () => {
    const whole = text.startsWith('/') ? `0::${text}\n` : text;
    assert.deepEqual(membershipOf(cgroupsOf(Buffer.from(whole))), { ...nothing, ...expected });
  });

test('lines that are not of the form id:controllers:path are ignored', () => {
  for (const text of ['', '\n', 'x', '1:a', '1:\n:', `\0\xff\n0::/docker/${id}`])
    assert.doesNotThrow(() => membershipOf(cgroupsOf(Buffer.from(text, 'latin1'))));
  assert.deepEqual(cgroupsOf(Buffer.from('1:a\n7:b:/c:d')), [{ controllers: 'b', path: '/c:d' }]);
});

test('pods are named as in the kubelet’s log directories', () => {
  const files = new FakeFiles({
    [`/var/log/pods/shop_web-7d9f_${uid}/web/0.log`]: '',
    '/var/log/pods/odd_name/x': '',
    [`/var/log/containers/dns-1_kube-system_dns-resolver-${id}.log`]: '',
    '/var/log/containers/other.log': '',
  });
  const pods = new PodNames(files, '/var/log');
  assert.deepEqual(pods.find(uid, null), { namespace: 'shop', name: 'web-7d9f' });
  assert.deepEqual(pods.find(null, id), { namespace: 'kube-system', name: 'dns-1' });
  assert.deepEqual(pods.find(staticUid, id), { namespace: 'kube-system', name: 'dns-1' });
  assert.equal(pods.find(staticUid, other), null);
  assert.equal(new PodNames(new FakeFiles({}), '/var/log').find(uid, id), null);
});
