import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { addrs, conns, ifstat, type Problem, snmp } from '../../src/index.ts';
import { socketTable, withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';

type Given = { readonly proc: string; readonly onProblem: (problem: Problem) => void };

/** The messages of a reading, which must be the same in turns. */
const remarks = async (
  read: (given: Given) => Iterable<unknown> & AsyncIterable<unknown>,
  proc: string,
): Promise<readonly string[]> => {
  const [found, inTurns]: [Problem[], Problem[]] = [[], []];
  for (const _ of read({ proc, onProblem: (problem) => found.push(problem) }));
  for await (const _ of read({ proc, onProblem: (problem) => inTurns.push(problem) }));
  assert.deepEqual(inTurns, found);
  for (const { path, line, field } of found) assert.deepEqual([path, line, field], [proc, null, null]);
  return found.map(({ message }) => message);
};

const printed = async (...argv: readonly string[]): Promise<readonly string[]> => {
  const { err } = await runHere(argv);
  return err
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace('procnet: ', ''));
};

const B = 'test/fixtures/captures/B';

it('a name that matches nothing is a remark, as in the command', async () => {
  for (const [read, argv, expected] of [
    [(given) => ifstat({ ...given, interface: 'nope' }), ['ifstat', '--interface', 'nope'], 'nope'],
    [(given) => snmp({ ...given, interface: 'nope' }), ['snmp', '--interface', 'nope'], 'nope'],
    [
      (given) => conns({ ...given, interface: 'nope', limit: 1 }),
      ['conns', '--interface', 'nope', '--limit', '1'],
      'nope',
    ],
    [
      (given) => conns({ ...given, interface: 'nope', sort: 'localPort' }),
      ['conns', '--interface', 'nope', '--sort', 'localPort'],
      'nope',
    ],
  ] as readonly (readonly [Parameters<typeof remarks>[0], readonly string[], string])[]) {
    const found = await remarks(read, B);
    assert.ok(
      found.some((text) => text.includes(expected)),
      `${argv.join(' ')}: ${found.join()}`,
    );
    assert.deepEqual(found, await printed(...argv, '--proc', B));
  }
});

it('so is a process without sockets', async () => {
  await withTree({}, async (proc) => {
    mkdirSync(join(proc, 'net'));
    writeFileSync(join(proc, 'net/tcp'), socketTable(2));
    mkdirSync(join(proc, '1/fd'), { recursive: true });
    writeFileSync(join(proc, '1/comm'), 'keeper\n');
    writeFileSync(join(proc, '1/stat'), `1 (keeper) S ${'0 '.repeat(30)}\n`);
    symlinkSync('socket:[77]', join(proc, '1/fd/3'));
    const ipv4 = { protocols: 'tcp', families: 'ipv4' } as const;
    const found = await remarks((given) => conns({ ...given, ...ipv4, process: 'nope' }), proc);
    assert.deepEqual(found, ['no process named nope has a socket']);
    assert.deepEqual(found, await printed('conns', '-t4', '--process', 'nope', '--proc', proc));
  });
});

it('so are rows omitted because their interface is unknown', async () => {
  const proc = 'test/fixtures/addressing/calico-pod-32';
  const found = await remarks((given) => addrs({ ...given, interface: 'eth0', families: 'ipv4' }), proc);
  assert.deepEqual(found, ['1 row omitted that may match: interface unknown']);
  assert.deepEqual(found, await printed('addrs', '-4', '--interface', 'eth0', '--proc', proc));
});
