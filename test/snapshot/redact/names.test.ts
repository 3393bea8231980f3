import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  linkFiles,
  machineFiles,
  netDirectories,
  netFiles,
  processFiles,
  settings,
} from '../../../src/snapshot/net-files.ts';
import { readMap, secretOf, writeMap } from '../../../src/snapshot/redact/map-file.ts';
import { Names } from '../../../src/snapshot/redact/names.ts';
import { Redacted } from '../../../src/snapshot/redact/redacted.ts';
import { Redaction } from '../../../src/snapshot/redact/redaction.ts';
import { ruleFor } from '../../../src/snapshot/redact/rules.ts';
import { Secret } from '../../../src/snapshot/redact/secret.ts';
import { archiveOf } from '../../../src/snapshot/write/archive.ts';
import { collectionOf, contentOf, facts, type Machine, machineOf, opened } from '../machines.ts';

const secret = new Secret('e1'.repeat(32));
const names = new Names(secret);

test('everything that a snapshot collects has a rule', () => {
  const paths = [
    ...netFiles.map((name) => `proc/1/net/${name}`),
    ...machineFiles.map((name) => `proc/${name}`),
    'proc/1/mountinfo',
    ...netDirectories.map((name) => `proc/1/net/${name}/x`),
    ...settings.map((name) => `proc/sys/${name}`),
    ...linkFiles.map((name) => `sys/class/net/eth0/${name}`),
    ...[...processFiles, 'cmdline'].map((name) => `proc/7/${name}`),
  ];
  assert.deepEqual(
    paths.filter((path) => ruleFor(path) === null),
    [],
  );
  assert.equal(ruleFor('proc/1/environ'), null);
});

for (const [name, form] of [
  ['eth0', /^eth[\da-z]{8}$/],
  ['enp3s0', /^en[\da-z]{8}$/],
  ['wlan0', /^wlan[\da-z]{8}$/],
  ['veth1a2b3c4', /^veth[\da-z]{8}$/],
  ['br-0a1b2c3d4e5f', /^br[\da-z]{8}$/],
  ['docker0', /^docker[\da-z]{8}$/],
  ['eth0.100', /^eth[\da-z]{8}$/],
  ['acme-uplink', /^if[\da-z]{8}$/],
  ['ethernet', /^if[\da-z]{8}$/],
] as const)
  test(`the interface ${name} keeps at most its kind`, () => {
    assert.match(names.interface(name), form);
    assert.ok(names.interface(name).length <= 15);
  });

test('lo stays lo, and no interface stays no interface', () => {
  assert.equal(names.interface('lo'), 'lo');
  assert.equal(names.interface('*'), '*');
});

test('a process gets the same pseudonym by its 15-byte name and by its executable', () => {
  assert.equal(names.process('systemd-resolve'), names.process('systemd-resolved'));
  assert.notEqual(names.process('nginx'), names.process('nginy'));
});

test('paths keep their form: equal parts stay equal and as long as before', () => {
  const [a, b] = [names.path('/srv/acme/a.sock'), names.path('/srv/acme/b.sock')];
  assert.match(a, /^\/srv\/[\da-z]{4}\/[\da-z]{6}$/);
  assert.equal(a.slice(0, 10), b.slice(0, 10));
  assert.notEqual(a, b);
  assert.match(names.path('@/tmp/.X11-unix/X0'), /^@\/tmp\/[\da-z]{9}\/[\da-z]{2}$/);
  assert.match(names.path(`@abc${'@'.repeat(20)}`), /^@[\da-z]{3}@{20}$/);
  assert.match(names.path('run'), /^[\da-z]{3}$/);
  assert.equal(names.path(''), '');
});

test('different short names stay different', () => {
  const letters = 'abcdefghijklmnopqrst'.split('');
  assert.equal(new Set(letters.map((letter) => names.path(`/${letter}`))).size, letters.length);
});

const id = '0123456789abcdef'.repeat(4);
for (const [path, form] of [
  [`/system.slice/docker-${id}.scope`, /^\/system\.slice\/docker-[\da-f]{64}\.scope$/],
  [`/docker/${id}`, /^\/docker\/[\da-f]{64}$/],
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod12345678_1234_1234_1234_123456789abc.slice/cri-containerd-${id}.scope`,
    /^\/kubepods\.slice\/kubepods-burstable\.slice\/kubepods-burstable-pod[\da-f]{8}_[\da-f_]{27}\.slice\/cri-containerd-[\da-f]{64}\.scope$/,
  ],
  [
    `/kubepods/besteffort/pod12345678-1234-1234-1234-123456789abc/${id}`,
    /^\/kubepods\/besteffort\/pod[\da-f]{8}-[\da-f-]{27}\/[\da-f]{64}$/,
  ],
  [`/machine.slice/libpod-conmon-${id}.scope`, /^\/machine\.slice\/libpod-conmon-[\da-f]{64}\.scope$/],
  ['/lxc.payload.acme/init.scope', /^\/lxc\.payload\.[\da-z]{8}\/init\.scope$/],
  ['/system.slice/acme.service', /^\/system\.slice\/[\da-z]{8}\.service$/],
  ['/user.slice/user-1000.slice/session-3.scope', /^\/user\.slice\/user-1000\.slice\/session-3\.scope$/],
  ['/', /^\/$/],
  [`/docker/${id} (deleted)`, /^\/docker\/[\da-f]{64} \(deleted\)$/],
] as const)
  test(`the cgroup ${path} keeps its form`, () => {
    assert.match(names.cgroup(path), form);
    assert.ok(!names.cgroup(path).includes('0123456789abcdef') && !names.cgroup(path).includes('acme'));
  });

test('pod logs keep their form, and the uid from the cgroup', () => {
  const uid = '12345678-1234-1234-1234-123456789abc';
  const { pods, containers } = names.logs({
    pods: [`shop_acme-web-1_${uid}`],
    containers: [`acme-web-1_shop_acme-${id}.log`],
  });
  assert.match(pods[0]!, /^[\da-z]+_[\da-z-]+-1_[\da-f-]{36}$/);
  assert.ok(pods[0]!.endsWith(names.uuid(uid)));
  assert.match(containers[0]!, /^[\da-z-]+-1_[\da-z]+_[\da-z]+-[\da-f]{64}\.log$/);
  assert.equal(containers[0]!.split('_')[0], pods[0]!.split('_')[1]);
  assert.ok(!/acme|shop|1234/.test(pods[0]! + containers[0]!.slice(0, -70)));
});

test('a main thread renamed by Node.js keeps its name, but its executable does not', () => {
  assert.equal(names.process('MainThread'), 'MainThread');
  assert.match(names.process('nginx (deleted)'), /^proc-[\da-z]{8} \(deleted\)$/);
});

test('hardware addresses become local ones, and multicast ones stay multicast', () => {
  const redaction = new Redaction(secret, 'little');
  const mac = (text: string): string => redaction.mac(text)!;
  assert.match(mac('3c:52:82:11:22:33'), /^[\da-f][26ae](?::[\da-f]{2}){5}$/);
  assert.equal(mac('00:00:00:00:00:00'), '00:00:00:00:00:00');
  assert.equal(mac('ff:ff:ff:ff:ff:ff'), 'ff:ff:ff:ff:ff:ff');
  assert.equal(mac('33:33:00:00:00:01'), '33:33:00:00:00:01');
  assert.equal(mac('01:00:5e:00:00:fb'), '01:00:5e:00:00:fb');
  assert.match(mac('33:33:ff:12:34:56'), /^33:33:ff:(?!12:34:56)/);
  assert.match(mac('01:00:5e:7f:01:02'), /^01:00:5e:(?!7f:01:02)/);
  const tunnel = Array.from(Buffer.from(mac('0a:01:02:03').replaceAll(':', ''), 'hex')).join('.');
  assert.equal(tunnel, redaction.spelling.dotted('10.1.2.3'));
  assert.equal(redaction.mac('AB0CDE-1'), null);
});

/** Each of these would identify someone. */
const own = [
  'grandhost',
  'acmecorp',
  'secretapp',
  'privatedaemon',
  'hunter2',
  'customer-unit',
  'uplink7',
  'verylabel',
  '6.1.0-acme',
  'cafe1234-0000-1111-2222-333344445555',
  'fedcba98'.repeat(8),
  '3c:52:82:aa:bb:cc',
  '3c5282aabbcc',
  '10.11.12.13',
  '0D0C0B0A',
  '0A0B0C0D',
  '198.51.100.77',
  '4D6433C6',
  'C633644D',
  'fd99:8877:6655::4433',
  'fd998877665500000000000000004433',
  '778899FD',
];

const socket = (local: string, remote: string): string =>
  `   0: ${local}:1F90 ${remote}:0050 01 00000000:00000000 00:00000000 00000000     0        0 77 1 0000000012345678 20 4 30 10 -1\n`;
const inetHeader =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const machine: Machine = {
  'proc/net': '-> 1/net',
  'proc/1/net/dev':
    'Inter-|   Receive |  Transmit\n face |bytes\nuplink7: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n',
  'proc/1/net/tcp': [
    inetHeader,
    socket('0D0C0B0A', '4D6433C6'),
    'garbage with 10.11.12.13 and acmecorp\n',
  ].join(''),
  'proc/1/net/tcp6': socket('778899FD000055660000000033440000', '0000000000000000FFFF00000D0C0B0A'),
  'proc/1/net/unix':
    'Num       RefCount Protocol Flags    Type St Inode Path\n' +
    '0000000012345678: 00000002 00000000 00010000 0001 01 12345 /run/acmecorp/10.11.12.13-fd99:8877:6655::4433.sock\n' +
    '0000000012345679: 00000002 00000000 00010000 0001 01 12346 @secretapp\nhunter2\n',
  'proc/1/net/if_inet6': 'fd998877665500000000000000004433 02 40 00 80  uplink7\n',
  'proc/1/net/dev_snmp6/uplink7': 'ifIndex                         \t2\n',
  'proc/1/net/dev_mcast': '2    uplink7         1     0     3333ff004433\n',
  'proc/1/net/arp':
    'IP address       HW type     Flags       HW address            Mask     Device\n' +
    '10.11.12.13      0x1         0x2         3c:52:82:aa:bb:cc     *        uplink7\n',
  'proc/1/net/nf_conntrack':
    'ipv4     2 tcp      6 9 ESTABLISHED src=10.11.12.13 dst=198.51.100.77 sport=1 dport=2 src=198.51.100.77 dst=10.11.12.13 sport=2 dport=1 [ASSURED] mark=0 secctx=verylabel:s0 use=2\n',
  'proc/1/comm': 'privatedaemon\n',
  'proc/1/stat': '1 (privatedaemon) S 0 1 1 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 42 0 0\n',
  'proc/1/status': 'Name:\tprivatedaemon\nUmask:\t0022\nState:\tS (sleeping)\nUid:\t0\t0\t0\t0\n',
  'proc/1/cmdline': '/opt/acmecorp/privatedaemon\0--password=hunter2\0',
  'proc/1/exe': '-> /opt/acmecorp/privatedaemon',
  'proc/1/cgroup': `0::/system.slice/customer-unit.service/docker-${'fedcba98'.repeat(8)}.scope\n`,
  'proc/1/mountinfo': '35 24 0:4 net:[4026532200] /run/netns/acmecorp rw - nsfs nsfs rw\n',
  'proc/1/fd/3': '-> socket:[77]',
  'proc/sys/kernel/osrelease': '6.1.0-acme\n',
  'proc/sys/kernel/random/boot_id': 'cafe1234-0000-1111-2222-333344445555\n',
};

const redacted = async (key: Secret): Promise<{ bytes: Buffer; redaction: Redaction }> => {
  const redaction = new Redaction(key, 'little');
  const tree = machineOf(machine);
  const octets = Uint8Array.from([10, 11, 12, 13]);
  tree.keepAddresses('/proc/net', [{ label: 'uplink7:acmecorp', octets, prefixLength: 24 }]);
  const collection = collectionOf(tree, {
    facts: {
      ...facts,
      host: 'grandhost',
      bootId: 'cafe1234-0000-1111-2222-333344445555',
      kernel: '6.1.0-acme',
      endian: 'little',
    },
  });
  return { bytes: Buffer.concat(await archiveOf(new Redacted(collection, redaction))), redaction };
};

test('no original name is left in any byte of a made-up machine', async () => {
  const { bytes } = await redacted(secret);
  const text = gunzipSync(bytes).toString('latin1').toLowerCase();
  const plain = gunzipSync(Buffer.concat(await archiveOf(collectionOf(machineOf(machine))))).toString(
    'latin1',
  );
  for (const word of own) assert.equal(text.includes(word.toLowerCase()), false, word);
  const inFiles = own.filter((word) => plain.toLowerCase().includes(word.toLowerCase()));
  assert.ok(inFiles.length >= own.length - 5, `the names are in the files: ${inFiles}`);
});

test('and its parts still match each other', async () => {
  const { files, info } = await opened((await redacted(secret)).bytes);
  const [own] = info.addresses!;
  const name = own!.label.split(':')[0]!;
  assert.match(contentOf(files, '/proc/net/dev'), new RegExp(`^${name}:`, 'm'));
  assert.deepEqual(files.readdir('/proc/net/dev_snmp6'), [name]);
  assert.match(contentOf(files, '/proc/net/if_inet6'), new RegExp(` ${name}$`, 'm'));
  const arp = contentOf(files, '/proc/net/arp').split('\n')[1]!.split(/ +/);
  assert.deepEqual([arp[0], arp[5]], [own!.address, name]);
  const tracked = contentOf(files, '/proc/net/nf_conntrack');
  assert.match(tracked, new RegExp(`src=${own!.address.replaceAll('.', '\\.')} `));
  assert.match(own!.address, /^10\./);
  assert.match(contentOf(files, '/proc/net/if_inet6'), /^fd/);
  const comm = contentOf(files, '/proc/1/comm').trim();
  assert.equal(files.readlink('/proc/1/exe'), comm);
  assert.equal(contentOf(files, '/proc/1/cmdline'), `${comm}\0`);
  assert.match(contentOf(files, '/proc/1/stat'), new RegExp(`^1 \\(${comm}\\) S 0`));
  assert.match(contentOf(files, '/proc/1/status'), new RegExp(`^Name:\t${comm}\n`));
  assert.equal(info.kernel, '6.1.0');
  assert.equal(`${info.bootId}\n`, contentOf(files, '/proc/sys/kernel/random/boot_id'));
  assert.match(contentOf(files, '/proc/net/tcp'), /^\(redacted: unrecognized line\)$/m);
});

test('the map has the key and the originals, and reproduces the same pseudonyms', async () => {
  const first = await redacted(secretOf(null));
  const map = readMap(writeMap(first.redaction, null), 'map.json');
  const { info } = await opened(first.bytes);
  assert.equal(map.names[info.host!], 'grandhost');
  assert.equal(map.addresses[info.addresses![0]!.address], '10.11.12.13');
  assert.deepEqual((await redacted(secretOf(map))).bytes, first.bytes);
  assert.equal((await opened((await redacted(secretOf(map))).bytes)).info.redaction, info.redaction);
  assert.notEqual((await opened((await redacted(secretOf(null))).bytes)).info.redaction, info.redaction);
});

test('the map keeps its earlier entries, and a file that is not a map is refused', () => {
  const redaction = new Redaction(secret, 'little');
  const before = { key: secret.hex, names: { a: 'b' }, addresses: { '1.1.1.1': '2.2.2.2' } };
  redaction.names.host('x');
  const after = readMap(writeMap(redaction, before), 'map.json');
  assert.equal(after.names['a'], 'b');
  assert.equal(after.addresses['1.1.1.1'], '2.2.2.2');
  for (const text of ['', '{}', '{"schema":"procnet-redaction@1","key":"12","names":{},"addresses":{}}'])
    assert.throws(() => readMap(Buffer.from(text), 'map.json'), { name: 'UsageError' }, text);
});
