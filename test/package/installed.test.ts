import assert from 'node:assert/strict';
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { needs } from '../support/needs.ts';

const node = process.execPath;
let folder = '';
const bin = (): string => join(folder, 'node_modules/procnet/bin/procnet.js');

/** The packed package as npm installs it, and a second copy under another name, with the library's only dependency. */
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'procnet-package-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const output = execFileSync('npm', pack, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const tarball = join(folder, JSON.parse(output)[0].filename);
  const modules = join(folder, 'node_modules');
  for (const name of ['procnet', 'procnet-again']) {
    mkdirSync(join(modules, name), { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', join(modules, name), '--strip-components=1']);
  }
  cpSync('node_modules/ip-address', join(modules, 'ip-address'), { recursive: true });
  mkdirSync(join(modules, '.bin'));
  symlinkSync('../procnet/bin/procnet.js', join(modules, '.bin/procnet'));
});
after(() => rmSync(folder, { recursive: true }));

const run = (command: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { encoding: 'utf8', cwd: folder });

/** Writes a file next to the packages. */
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const oldNode = `
Object.defineProperty(process.versions, 'node', { value: '18.20.8' });
Object.defineProperty(process, 'version', { value: 'v18.20.8' });
`;

test('fault 91: a Node.js version that is too old gets a one-line message', () => {
  const old = file('old.cjs', oldNode);
  for (const argv of [[], ['conns', '--json'], ['--version']]) {
    const { status, stdout, stderr } = run(node, '--require', old, bin(), ...argv);
    assert.equal(stderr, 'procnet needs Node.js 20.19 or later; this is v18.20.8\n', argv.join(' '));
    assert.deepEqual([status, stdout], [2, '']);
  }
});

test('fault 92: npx finds the command', () => {
  const { status, stdout } = run('npx', '--no', '--', 'procnet', '--version');
  assert.equal(status, 0);
  assert.match(stdout, /^procnet \d+\.\d+\.\d+\n$/);
});

/** On a read-only file system, with only PATH in the environment, as a user without an entry in /etc/passwd. */
const bareHost = `
mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"
if touch "$0/written" 2>/dev/null; then exit 99; fi
cd /
env -i PATH="$PATH" setpriv --reuid 54321 --regid 54321 --clear-groups "$@"
`;

/** Runs a shell script in a separate mount namespace; the rest are its arguments. */
const unshared = (script: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
  run('unshare', '-m', 'sh', '-ec', script, ...args);

test(
  'fault 92: the package runs on a read-only file system, without HOME, as a user without a name',
  needs('root', 'unshare', 'setpriv', 'mount'),
  () => {
    for (const report of ['conns', 'ifstat', 'snmp']) {
      const { status, stdout, stderr } = unshared(bareHost, folder, node, bin(), report, '--json');
      assert.deepEqual([status, stderr], [0, ''], report);
      assert.ok(Array.isArray(JSON.parse(stdout)));
    }
  },
);

/** Calls every report, as if on macOS, and prints the results. */
const elsewhere = `
Object.defineProperty(process, 'platform', { value: 'darwin' });
const library = await import('procnet');
const outcomes = {};
for (const name of ['addrs', 'arp', 'conns', 'conntrack', 'ifstat', 'routes', 'snmp', 'sockstat'])
  try {
    for await (const row of library[name]()) outcomes[name] = row;
  } catch (error) {
    outcomes[name] = [error instanceof library.ReadError, error.name, error.code, error.path];
  }
console.log(JSON.stringify(outcomes));
`;

test(
  'fault 93: without /proc the library loads, and calls to it fail with a code',
  needs('root', 'unshare', 'setpriv', 'mount'),
  () => {
    const script = file('elsewhere.mjs', elsewhere);
    const without = 'mount -t tmpfs none /proc; exec "$0" "$@"';
    const { status, stdout, stderr } = unshared(without, node, script);
    assert.deepEqual([status, stderr], [0, '']);
    const outcomes = Object.entries(JSON.parse(stdout));
    assert.equal(outcomes.length, 8);
    for (const [name, outcome] of outcomes)
      assert.deepEqual(outcome, [true, 'ReadError', 'ENOENT', '/proc/net'], name);
  },
);

const twice = `
import * as one from 'procnet';
import * as other from './node_modules/procnet-again/dist/lib/index.js';
const seen = [];
for (const cause of [{ proc: '/nowhere' }, { port: ['x'] }])
  try {
    [...other.conns(cause)];
  } catch (error) {
    seen.push([error instanceof one.ReadError || error instanceof one.UsageError, error.name, error.code]);
  }
console.log(JSON.stringify(seen));
`;

test('fault 94: an error from another copy of the library is recognized by its name and code', () => {
  const { stdout, stderr } = run(node, file('twice.mjs', twice));
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), [
    [false, 'ReadError', 'ENOENT'],
    [false, 'UsageError', 'USAGE'],
  ]);
});
