import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runHere } from './run-here.ts';

/** Whether the runner interprets the line as a command: actions/runner, ActionCommand.cs. */
const isCommand = (line: string): boolean => line.includes('##[') || /^\s*::[^:]+?(?: [^:]*)?::/.test(line);

describe('in a log that may interpret lines as commands', () => {
  let tree: string;
  before(() => {
    tree = mkdtempSync(join(tmpdir(), 'procnet-log-'));
    for (const directory of ['net', '1/fd']) mkdirSync(join(tree, directory), { recursive: true });
    writeFileSync(join(tree, '1/comm'), '##[error]x\n');
    writeFileSync(join(tree, '1/stat'), `1 (x) S ${'0 '.repeat(30)}\n`);
    symlinkSync('socket:[77]', join(tree, '1/fd/3'));
    writeFileSync(
      join(tree, 'net/unix'),
      'Num       RefCount Protocol Flags    Type St Inode Path\n0000000000000000: 00000002 00000000 00010000 0001 01    77 ::stop-commands::##[add-mask]e\n',
    );
    const header =
      'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
    const counters = ' 1'.repeat(16);
    writeFileSync(join(tree, 'net/dev'), `${header}::error::x:${counters}\n##[group]y: z${counters}\n`);
  });
  after(() => rmSync(tree, { recursive: true }));

  for (const format of ['table', 'plain', 'csv', 'json', 'ndjson'])
    for (const variable of ['GITHUB_ACTIONS', 'TF_BUILD'])
      it(`no name becomes a command: ${format}, ${variable}`, async () => {
        const commands = [
          ['conns', '-xp', '--columns', 'path,processes', '-f', format],
          ['conns', '-xp', '--columns', 'processes', '-f', format],
          ['ifstat', '-f', format],
          ['ifstat', '::warning::w', '-f', format],
        ];
        for (const argv of commands) {
          const env = { [variable]: 'true' };
          const { out, err } = await runHere([...argv, '--proc', tree], { env });
          assert.deepEqual(`${out}\n${err}`.split('\n').filter(isCommand), []);
          assert.match(out + err, /error|add-mask|warning/, 'the names are not shown at all');
        }
      });

  it('names are unchanged elsewhere', async () => {
    const { out } = await runHere(['conns', '-xp', '--columns', 'processes', '--json', '--proc', tree]);
    assert.match(out, /##\[error\]x/);
  });
});
