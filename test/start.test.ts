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
  ['sockstat --plain', ['main', 'report', 'sockstat']],
  ['arp --plain', ['arp', 'main', 'report']],
  ['ifstat --plain', ['ifstat', 'interfaces', 'main', 'report']],
  ['conns -t --plain', ['conns', 'interfaces', 'main', 'report']],
  ['conns -tp --plain', ['conns', 'interfaces', 'main', 'processes', 'report']],
  [
    'ifstat --plain --interface lo',
    ['asked-names', 'helpers', 'ifstat', 'interfaces', 'listening', 'machine-filter', 'main', 'report'],
  ],
  ['arp --proc test/fixtures/router --plain', ['arp', 'guarded', 'helpers', 'main', 'report']],
  ['conns -tln --plain', ['conns', 'interfaces', 'listening', 'main', 'report']],
  ['conns -t --plain dport = :443', ['conns', 'interfaces', 'listening', 'machine-filter', 'main', 'report']],
  ['completion bash', ['completion', 'main', 'texts', 'written_completion-bash']],
  ['conns --help', ['help', 'main', 'texts', 'written_help-conns']],
  ['ss -h', ['dialects', 'help', 'main', 'texts', 'written_help-conns']],
  ['--help', ['help', 'main', 'texts', 'written_overview']],
  ['explain TIME_WAIT', ['explain', 'glossary', 'main', 'notes', 'texts', 'written_described']],
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
const runtime = 'rolldown-runtime';

/** Needed only for a machine's sockets: those with an address other than loopback, and more than a few hundred. */
const bySockets: readonly string[] = ['own-addresses', 'row-writer'];

for (const [command, parts] of starts)
  test(`${command} loads exactly what it needs`, { timeout: hang }, () => {
    const { files, builtins } = loadedBy(command.split(' '));
    const loaded = files.filter((path) => path.includes('/dist/cli/')).map((path) => basename(path, '.cjs'));
    const others = [runtime, ...bySockets];
    assert.deepEqual(loaded.filter((name) => !others.includes(name)).toSorted(), parts);
    const own = builtins.map((name) => name.replace(/^NativeModule /, ''));
    assert.deepEqual(
      own.filter((name) => builtinModules.includes(name)),
      loaded.includes('own-addresses') ? ['os'] : [],
    );
  });

test('the list is complete: an expression with an IPv6 address loads the address package', () => {
  const { files } = loadedBy(['conns', 'dst', '[2001:db8::1]']);
  assert.ok(files.some((path) => path.endsWith('/dist/cli/ip-address.cjs')));
});
