import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runInProcess } from '../support/in-process.ts';

const row = (slot: number, state: string, inode: number): string =>
  `   ${slot}: 0100007F:${(8000 + slot).toString(16).toUpperCase()} 0100007F:0050 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

describe('the account of a reading', () => {
  let tree: string;
  before(() => {
    tree = mkdtempSync(join(tmpdir(), 'procnet-account-'));
    mkdirSync(join(tree, 'net'));
    mkdirSync(join(tree, '1/fd'), { recursive: true });
    writeFileSync(join(tree, '1/comm'), 'keeper\n');
    writeFileSync(join(tree, '1/stat'), `1 (keeper) S ${'0 '.repeat(30)}\n`);
    symlinkSync('socket:[77]', join(tree, '1/fd/3'));
    const rows = [row(0, '06', 0), row(1, '06', 0), row(2, '06', 0), row(3, '01', 77)];
    writeFileSync(join(tree, 'net/tcp'), header + rows.join(''));
  });
  after(() => rmSync(tree, { recursive: true }));

  const conns = async (...args: readonly string[]) => {
    const { stdout } = await runInProcess(['conns', '-t', '-4', '--json', '--meta', '--proc', tree, ...args]);
    return JSON.parse(stdout) as { rows: unknown[]; warnings: string[]; complete: boolean };
  };
  const notices = (warnings: readonly string[]): readonly string[] =>
    warnings.filter((text) => text.startsWith('no process found'));

  const three = ['no process found for 3 sockets: 3 without an open file descriptor (e.g. TIME_WAIT)'];

  it('counts rows without a known process once, however often that column is read', async () => {
    assert.deepEqual(notices((await conns('-p')).warnings), three);
    assert.deepEqual(notices((await conns('-p', '--where', 'processes = null')).warnings), three);
    assert.deepEqual(
      notices((await conns('-p', '--where', 'processes = null or processes = null')).warnings),
      three,
    );
  });

  it('does not count rows outside the result', async () => {
    const { rows, warnings } = await conns('-p', '--process', 'nope');
    assert.deepEqual([rows.length, notices(warnings)], [0, []]);
    assert.deepEqual(notices((await conns('-p', '--state', 'established')).warnings), []);
  });

  it('omits processes if none were requested', async () => {
    assert.deepEqual(notices((await conns()).warnings), []);
  });
});
