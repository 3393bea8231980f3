import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';

/** If run, it shows in every output, and ends the process with a code that nothing else uses. */
const evil = `require('node:fs').writeSync(1, 'EVIL'); process.exit(99);`;

const hostile = {
  'evil.js': evil,
  'index.js': evil,
  're2js.cjs': evil,
  'main.cjs': evil,
  'bunfig.toml': 'preload = ["./evil.js"]\nsmol = "no boolean"\n[run]\nsilent = 7\n',
  '.env': 'PROCNET_DEBUG=1\nBUN_OPTIONS=--preload=./evil.js\nNODE_OPTIONS=--require=./evil.js\n',
  '.env.local': 'PROCNET_DEBUG=1\n',
  '.env.production': 'PROCNET_DEBUG=1\n',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "*": ["./evil.js"] } }, "extends": "./evil.json" }',
  'jsconfig.json': '{ not JSON',
  'package.json':
    '{ "name": "procnet", "version": "6.6.6", "main": "./evil.js", "imports": { "#*": "./evil.js" } }',
  '.npmrc': 'node-options=--require=./evil.js\n',
};

const packages = ['re2js', 'yargs', 'yargs-parser', 'chalk', 'cli-table3', 'ip-address', 'modern-tar'];

const inHostileFolder = (use: (directory: string) => void | Promise<void>): Promise<void> =>
  withTree(hostile, (directory) => {
    for (const name of packages) {
      mkdirSync(join(directory, 'node_modules', name), { recursive: true });
      writeFileSync(join(directory, 'node_modules', name, 'index.js'), evil);
    }
    return use(directory);
  });

const fixture = resolve('test/fixtures/captures/B');

/** Together they load every package and most parts. */
const lines: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['conns', '--proc', fixture, '-t', '--where', 'state ~ "^LIS"', '--color', 'always', '-f', 'table'],
  ['snmp', '--proc', fixture, '--json', '--sort', '-value'],
  ['explain', 'TIME_WAIT'],
  ['schema', 'conns'],
  ['completion', 'bash'],
  ['check', '--list'],
  ['routes', 'get', '127.0.0.1', '--proc', fixture],
  ['conns', '--proc', './nowhere'],
];

const run = (cwd: string, program: string, argv: readonly string[]) =>
  spawnSync(program, argv, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] }, timeout: hang });

test('a hostile working directory changes nothing', () =>
  inHostileFolder((directory) =>
    withTree({}, (empty) => {
      for (const words of lines) {
        const [there, elsewhere] = [directory, empty].map((cwd) => {
          const { status, stdout, stderr } = run(cwd, command[0], [command[1], ...words]);
          return { status, stdout, stderr };
        });
        assert.deepEqual(there, elsewhere, words.join(' '));
        assert.doesNotMatch(there!.stdout, /EVIL|6\.6\.6/);
      }
    }),
  ));

/** The path argument of a call, without link targets and getcwd results. Paths relative to a descriptor are not procnet's. */
const pathOf = /^\d+ +(?!execve|getcwd)\w+\((?:AT_FDCWD, )?"([^"]+)"/gm;

test('no file in the working directory is opened or looked up', needs('strace'), () =>
  inHostileFolder((directory) => {
    for (const words of lines.slice(0, -1)) {
      const trace = join(directory, 'trace');
      const argv = ['-f', '-qq', '-e', 'trace=%file', '-e', 'signal=none', '-o', trace, ...command, ...words];
      const { status, stderr } = run(directory, 'strace', argv);
      assert.equal(status, 0, stderr);
      const paths = [...readFileSync(trace, 'utf8').matchAll(pathOf)].map(([, path]) => path!);
      assert.ok(paths.includes('/proc/self/maps'), 'strace shows nothing');
      const here = paths.filter((path) => !path.startsWith('/') || path.startsWith(directory));
      assert.deepEqual(here, [], words.join(' '));
    }
  }),
);
