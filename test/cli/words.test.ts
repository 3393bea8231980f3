import assert from 'node:assert/strict';
import { test } from 'node:test';
import { procnet } from './black-box.ts';

type Row = Readonly<Record<string, unknown>>;
const a = ['--proc', 'test/fixtures/captures/A', '--endian', 'little'];

const rows = (...argv: readonly string[]): readonly Row[] => {
  const { code, stdout, stderr } = procnet([...argv, ...a, '--json']);
  assert.deepEqual([code, stderr], [0, ''], argv.join(' '));
  return JSON.parse(stdout);
};

const kinds = (...argv: readonly string[]): string[] =>
  [...new Set(rows('conns', ...argv).map((row) => `${row['protocol']} ${row['family']}`))].sort();

test('switches can be bundled in any order, digits included', () => {
  for (const argv of [['-t4n'], ['-4t'], ['-4', '-t'], ['-nt4'], ['--tcp', '--ipv4']])
    assert.deepEqual(kinds(...argv), ['tcp ipv4'], argv.join(' '));
  assert.deepEqual(kinds('-u6'), ['udp ipv6']);
  assert.deepEqual(kinds('-tu'), ['tcp ipv4', 'tcp ipv6', 'udp ipv4', 'udp ipv6']);
  assert.deepEqual(kinds('-46t'), ['tcp ipv4', 'tcp ipv6']);
  assert.deepEqual(kinds('-tan'), ['tcp ipv4', 'tcp ipv6']);
});

test('-A adds and removes protocols from left to right, as ss does', () => {
  const all = kinds('-A', 'all');
  assert.ok(all.includes('tcp ipv4') && all.includes('udp ipv4'));
  assert.deepEqual(
    kinds('-A', 'all,!tcp'),
    all.filter((kind) => !kind.startsWith('tcp ')),
  );
  assert.deepEqual(kinds('-A', 'tcp,udp', '-A', '!udp'), ['tcp ipv4', 'tcp ipv6']);
  assert.deepEqual(kinds('-A', '!tcp,all'), all);
});

test('-tulpn adds processes and keeps only listeners', () => {
  const found = rows('conns', '-tulpn');
  assert.ok(found.length > 0);
  for (const row of found) {
    assert.ok(['LISTEN', 'UNCONN'].includes(String(row['state'])));
    assert.equal(Object.keys(row).at(-1), 'processes');
  }
});

test('the last letter of a bundle may take a value', () => {
  const { stdout } = procnet(['conns', ...a, '-tHf', 'csv']);
  assert.match(stdout, /^tcp,ipv4,/);
});

test('aliases are the same command', () => {
  for (const [alias, name] of [
    ['ss', 'conns'],
    ['netstat', 'conns'],
    ['route', 'routes'],
    ['r', 'routes'],
    ['neigh', 'arp'],
    ['nstat', 'snmp'],
    ['addr', 'addrs'],
    ['lnstat', 'stat'],
  ] as const) {
    const { stdout, code } = procnet([alias, ...a, '--json']);
    assert.deepEqual([stdout, code], [procnet([name, ...a, '--json']).stdout, 0], alias);
  }
});

test('a value may begin with a dash: --sort -recvQueue', () => {
  for (const argv of [['--sort', '-localPort'], ['--sort=-localPort']]) {
    const ports = rows('conns', '-t', ...argv).map((row) => Number(row['localPort']));
    assert.ok(ports.length > 5);
    assert.deepEqual(
      ports,
      [...ports].sort((x, y) => y - x),
    );
  }
  const queues = rows('conns', '--sort', '-recvQueue,localPort').map((row) => Number(row['recvQueue']));
  assert.deepEqual(
    queues,
    [...queues].sort((x, y) => y - x),
  );
});

test('a column list may begin with a dash: --columns -interface', () => {
  assert.ok(!('interface' in rows('conns', '--columns', '-interface')[0]!));
  assert.ok('uid' in rows('conns', '--columns', '+uid')[0]!);
  assert.deepEqual(Object.keys(rows('conns', '--columns', 'state,family,state')[0]!), ['state', 'family']);
});

test('lists may be repeated or joined (fault 82)', () => {
  const apart = rows('conns', '--port', '81', '--port', '8081');
  assert.deepEqual(apart, rows('conns', '--port', '81,8081'));
  assert.ok(apart.some((row) => row['remotePort'] === 81) && apart.some((row) => row['remotePort'] === 8081));
});

test('repeating the same format is not a conflict', () => {
  assert.equal(procnet(['arp', ...a, '--json', '-j', '--format', 'json']).code, 0);
});

test('locale and time zone do not change the output (fault 79)', () => {
  const environments: readonly Readonly<Record<string, string>>[] = [
    { LANG: 'de_DE.UTF-8', LANGUAGE: 'de', LC_NUMERIC: 'de_DE.UTF-8', TZ: 'Pacific/Apia' },
    { LC_ALL: 'C', COLUMNS: '10', CI: '1' },
    { LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
  ];
  for (const argv of [
    ['conns', ...a, '--state', 'listening'],
    ['snmp', ...a, '--csv', '-z', 'IP*'],
    ['sockstat', ...a, '--sort', '-mem', '--columns', 'all'],
    ['conns', '--help'],
    ['conns', '--port', 'FTP-DATA,I'],
  ]) {
    const usual = procnet(argv);
    for (const env of environments)
      assert.deepEqual(procnet(argv, env), usual, `${argv.join(' ')} ${JSON.stringify(env)}`);
  }
});
