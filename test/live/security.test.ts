import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { command, isExecutable } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-watched-'));
after(() => rmSync(directory, { recursive: true, force: true }));

/** The files SECURITY.md lists as read. */
const ours =
  /^(?:\/proc(?:\/|$)|\/sys\/class\/net(?:\/|$)|\/dev\/urandom$|\/etc\/(?:passwd|services|hosts)$|\/var\/log\/(?:pods|containers)(?:\/|$))/;
/** What Node.js, its libraries and the resolver read. */
const theirs =
  /^(?:\/lib|\/usr\/|\/etc$|\/etc\/(?:ld\.so|ssl\/|localtime$|timezone$|resolv\.conf$|nsswitch\.conf$|netsvc\.conf$|svc\.conf$|host\.conf$|gai\.conf$)|\/sys\/(?:fs\/cgroup|devices\/system\/cpu)|\/dev\/null$)/;

/** What the executable's runtime reads or looks for; only root can create the second. */
const itsOwn = /^\/sys\/kernel\/mm\/transparent_hugepage\/enabled$|^\/\$bunfs\//;

type Watched = { readonly opened: readonly string[]; readonly calls: string };

const opening = /(?:openat\([^,]+, |open\(|creat\()"((?:[^"\\]|\\.)*)"/g;

/** Runs a command line and returns the paths that it opened, and all watched calls. */
const watched = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Watched => {
  const log = join(directory, 'calls');
  const calls = 'trace=open,openat,creat,rename,renameat,renameat2,unlink,mkdir,socket,connect,bind,execve';
  const { status, error } = spawnSync('strace', ['-f', '-qq', '-e', calls, '-o', log, ...command, ...words], {
    encoding: 'utf8',
    timeout: hang,
    // Node.js hands NODE_V8_COVERAGE down, which makes it write files.
    env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: '', ...env },
  });
  assert.ok(error === undefined && status !== null, `${words.join(' ')}: ${error}`);
  const text = readFileSync(log, 'latin1');
  return { opened: [...new Set([...text.matchAll(opening)].map(([, path]) => path!))], calls: text };
};

const isPackage = (path: string): boolean =>
  resolve(path).startsWith(`${resolve('.')}/`) || path.includes('/node_modules/');

const commands: readonly string[] = [
  'conns -p -tulpn',
  'conns -x -e --user root sport = :ssh',
  'conns dst localhost',
  'conns -tl --all-netns',
  'netns',
  'addrs',
  'routes get 127.0.0.1',
  'snmp',
  'stat',
  'conntrack -s',
  'sockstat --columns all',
  'metrics',
  'check --interval 0',
  'wait listen :1 --timeout 0',
  'explain LISTEN',
  'help conns',
];

for (const line of commands)
  test(
    `${line}: opens only what SECURITY.md lists, with no writes, connections or child processes`,
    needs('strace'),
    () => {
      const { opened, calls } = watched(line.split(' '));
      const others = opened.filter(
        (path) =>
          !ours.test(path) && !theirs.test(path) && !isPackage(path) && !(isExecutable && itsOwn.test(path)),
      );
      assert.deepEqual(others, []);
      assert.doesNotMatch(calls, /O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|unlink\(|mkdir\(/);
      assert.doesNotMatch(calls, /connect\(|socket\(AF_INET/);
      // An executable is started by env.
      assert.equal(calls.match(/execve\(/g)?.length, isExecutable ? 2 : 1);
    },
  );

test(
  'a snapshot is written under a temporary name and renamed, readable only by its owner',
  needs('strace'),
  () => {
    const path = join(directory, 'now.tgz');
    const { calls } = watched(['snapshot', '-o', path]);
    const written = [...calls.matchAll(/"([^"]+)", O_(?:WRONLY|RDWR)[^)]*\)/g)];
    assert.deepEqual(
      new Set(written.map(([, name]) => name!.replace(/\d+/g, 'N'))),
      new Set([`${path}.N.tmp`.replace(/\d+/g, 'N')]),
    );
    assert.ok(
      written.every(([call]) => call.includes('0600')),
      written.join('\n'),
    );
    assert.match(calls, /rename\("[^"]+\.tmp", "[^"]+now\.tgz"\) = 0/);
  },
);

test('-r queries only the resolver', needs('strace'), () => {
  const servers = readFileSync('/etc/resolv.conf', 'utf8').match(/(?<=^nameserver\s+)\S+/gm) ?? [];
  const { calls } = watched(['conns', '-r']);
  const asked = [...calls.matchAll(/connect\(.*?inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"/g)].map(
    ([, to]) => to!,
  );
  for (const to of asked) assert.ok([...servers, '127.0.0.1', '::1'].includes(to), to);
});
