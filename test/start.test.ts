import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hang } from './support/needs.ts';

/**
 * What commands load before they print. A module that is found, read and compiled needlessly is what makes a start slow, and
 * shows here without a clock.
 */
const starts: readonly (readonly [command: string, parts: readonly string[]])[] = [
  ['sockstat --plain', ['main', 'sockstat']],
  ['arp --plain', ['arp', 'main']],
  ['ifstat --plain', ['ifstat', 'interfaces', 'main']],
  ['conns -t --plain', ['interfaces', 'main', 'sockets']],
  ['conns -tp --plain', ['interfaces', 'main', 'processes', 'sockets']],
  [
    'ifstat --plain --interface lo',
    ['asked-names', 'expressions', 'helpers', 'ifstat', 'interfaces', 'listening', 'main'],
  ],
  ['arp --proc test/fixtures/router --plain', ['arp', 'guarded', 'helpers', 'main']],
  ['conns -tln --plain', ['interfaces', 'listening', 'main', 'sockets']],
  ['conns -t --plain dport = :443', ['expressions', 'interfaces', 'listening', 'main', 'sockets']],
  ['completion bash', ['completion', 'main', 'pages', 'written_completion-bash']],
  ['conns --help', ['help', 'main', 'pages', 'written_help-conns']],
  ['ss -h', ['dialects', 'help', 'main', 'pages', 'written_help-conns']],
  ['--help', ['help', 'main', 'pages', 'written_overview']],
  ['explain TIME_WAIT', ['counters', 'explain', 'glossary', 'main', 'pages', 'written_described']],
];

const bin = fileURLToPath(new URL('../../bin/procnet.js', import.meta.url));

/** Runs the command inside itself and writes to descriptor 3 which files and Node.js modules were loaded for it. */
const script = `
const { writeSync } = require('node:fs');
const before = new Set(process.moduleLoadList);
process.on('exit', () => {
  const builtins = process.moduleLoadList.filter((name) => !before.has(name));
  writeSync(3, JSON.stringify({ files: Object.keys(require.cache), builtins }));
});
process.argv.splice(1, 0, ${JSON.stringify(bin)});
require(process.argv[1]);`;

type Loaded = { readonly files: readonly string[]; readonly builtins: readonly string[] };

const loadedBy = (argv: readonly string[]): Loaded => {
  const { output, status } = spawnSync(process.execPath, ['-e', script, '--', ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: hang,
  });
  assert.ok(status === 0 || status === 1, output[2] ?? '');
  return JSON.parse(output[3]!) as Loaded;
};

/** The bundler's small helpers for modules that re-export everything. */
const helpers = 'rolldown-runtime';

for (const [command, parts] of starts)
  test(`${command} loads exactly what it needs`, { timeout: hang }, () => {
    const { files, builtins } = loadedBy(command.split(' '));
    const loaded = files.filter((path) => path.includes('/dist/cli/')).map((path) => basename(path, '.cjs'));
    assert.deepEqual(loaded.filter((name) => name !== helpers).toSorted(), parts);
    const own = builtins.map((name) => name.replace(/^NativeModule /, ''));
    assert.deepEqual(
      own.filter((name) => builtinModules.includes(name)),
      ['os'],
    );
  });

test('the list is complete: an expression with an IPv6 address loads the address package', () => {
  const { files } = loadedBy(['conns', 'dst', '[2001:db8::1]']);
  assert.ok(files.some((path) => path.endsWith('/dist/cli/ip-address.cjs')));
});
