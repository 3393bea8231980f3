import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, FakeFiles } from './fake-files.ts';
import { indexOf, init, lookAt, processOf } from './fake-processes.ts';

const process7 = (comm: string, entries: Readonly<Record<string, Entry>>): Record<string, Entry> => ({
  ...init,
  ...processOf(7, comm, { 3: 'socket:[5]' }),
  ...Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`/proc/7/${name}`, entry])),
});

const namesOf = (comm: string, entries: Readonly<Record<string, Entry>>) => {
  const { name, aliases } = indexOf(process7(comm, entries)).holders(5)![0]!;
  return { name, aliases };
};

test('a process is also known by its executable and argv[0]', () => {
  assert.deepEqual(
    namesOf('prometheus-node', {
      exe: { link: '/usr/local/bin/prometheus-node-exporter' },
      cmdline: 'exporter\0--web.listen-address=:9100\0',
    }),
    { name: 'prometheus-node', aliases: ['prometheus-node-exporter', 'exporter'] },
  );
});

test('if a runtime has renamed its main thread, the executable is shown', () => {
  for (const comm of ['MainThread', 'node-MainThread'])
    assert.deepEqual(namesOf(comm, { exe: { link: '/usr/bin/node' }, cmdline: 'node\0server.js\0' }), {
      name: 'node',
      aliases: [comm],
    });
  assert.equal(namesOf('MainThread', {}).name, 'MainThread', 'without an executable there is no better name');
});

test('a deleted executable, a login shell, a title in place of arguments', () => {
  assert.deepEqual(namesOf('x', { exe: { link: '/opt/app (deleted)' }, cmdline: '-bash\0' }).aliases, [
    'app',
    'bash',
  ]);
  assert.deepEqual(
    namesOf('nginx', { exe: { link: '/usr/sbin/nginx' }, cmdline: 'nginx: worker process\0' }).aliases,
    ['nginx: worker process'],
  );
  assert.deepEqual(namesOf('kthread', { cmdline: '' }).aliases, []);
});

test('aliases are read only on request, and appear in no output', () => {
  const files = new FakeFiles(process7('x', { exe: { link: '/bin/y' }, cmdline: 'z\0' }));
  const [holder] = lookAt(files).holders(5)!;
  assert.ok(!files.opened.includes('/proc/7/cmdline'));
  assert.equal(JSON.stringify(holder), '{"pid":7,"name":"x","fd":3}');
  assert.deepEqual({ ...holder }, { pid: 7, name: 'x', fd: 3 });
  assert.deepEqual(holder!.aliases, ['y', 'z']);
  const opened = files.opened.length;
  assert.deepEqual(holder!.aliases, ['y', 'z']);
  assert.equal(files.opened.length, opened, 'read twice');
});

test('a reused pid does not pass on its names', () => {
  let started = 100;
  const tree = {
    ...process7('x', { exe: { link: '/bin/other' } }),
    ...processOf(7, 'x', { 3: 'socket:[5]' }, () => started),
  };
  const [holder] = indexOf(tree).holders(5)!;
  started = 200;
  assert.deepEqual(holder!.aliases, []);
});
