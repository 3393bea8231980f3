import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { runHere } from '../cli/run-here.ts';

const table = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 77 1 0 100 0 0 10 0',
  '   1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 78 1 0 100 0 0 10 0',
  '',
].join('\n');

/** Inode 77 belongs to a process that may be inspected, 78 to one that may not. */
const files = {
  ...nodeFileSystem,
  readdir(path: string) {
    if (/\/2\/fd\/?$/.test(path)) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    return nodeFileSystem.readdir(path);
  },
};

describe('a hidden owner', () => {
  let tree: string;
  before(() => {
    tree = mkdtempSync(join(tmpdir(), 'procnet-undecided-'));
    for (const directory of ['net', '1/fd', '2/fd']) mkdirSync(join(tree, directory), { recursive: true });
    for (const pid of [1, 2]) {
      writeFileSync(join(tree, `${pid}/comm`), 'keeper\n');
      writeFileSync(join(tree, `${pid}/stat`), `${pid} (keeper) S ${'0 '.repeat(30)}\n`);
    }
    symlinkSync('socket:[77]', join(tree, '1/fd/3'));
    writeFileSync(join(tree, 'net/tcp'), table);
    chmodSync(tree, 0o755);
  });
  after(() => rmSync(tree, { recursive: true }));

  const conns = (...args: readonly string[]) =>
    runHere(['conns', '-t', '-4', '--proc', tree, ...args], { files });

  it('makes "nothing matched" an unknown result', async () => {
    const { code, out } = await conns('--process', 'nginx', '-q');
    assert.deepEqual([code, out], [3, '']);
    assert.equal((await conns('--process', 'nginx', '-E')).code, 3);
    assert.equal((await conns('--process', 'nginx', '--none')).code, 3);
    const hidden =
      /^procnet: no visible process named nginx has a socket; owners of 1 socket are hidden.*\n$/;
    for (const more of [[], ['-q']]) {
      const { err, code: plain } = await conns('--process', 'nginx', ...more);
      assert.deepEqual([hidden.test(err), plain], [true, 3], err);
    }
    assert.match(
      (await conns('--process', '4711', '-q')).err,
      /process 4711 has no visible sockets; owners of 1/,
    );
    assert.match(
      (await conns('--process', 'nginx', '--none')).err,
      /1 row omitted that may match: owner hidden/,
    );
    const { out: json } = await conns('--process', 'nginx', '--json', '--meta');
    assert.equal((JSON.parse(json) as { complete: boolean }).complete, false);
  });

  it('changes nothing if it could not have mattered', async () => {
    assert.equal((await conns('--process', 'nginx', '--port', '8080', '-q')).code, 1);
    assert.equal((await conns('--process', 'nginx', '--port', '8080', '--none')).code, 0);
    assert.equal((await conns('--process', 'keeper', '-q')).code, 0);
    assert.equal((await conns('--process', 'keeper', '--at-least', '1')).code, 0);
    assert.equal((await conns('--process', 'keeper', '--at-most', '0')).code, 1);
    assert.equal((await conns('--port', '9999', '-q')).code, 1);
  });

  it('does not mean that the socket has no owner', async () => {
    const { out, code } = await conns(
      '--where',
      'process != keeper',
      '--csv',
      '-H',
      '--columns',
      'localPort',
    );
    assert.deepEqual([out, code], ['', 0]);
  });

  /** The exit codes of one filter or count with each way of asking. */
  const codes = async (...args: readonly string[]): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const asked of ['-q', '-E', '--none', '--at-most 1', '--at-most 2', '--at-least 1', '--at-least 2'])
      found[asked] = (await conns(...args, ...asked.split(' '))).code;
    return found;
  };
  const unknown = { '-q': 3, '-E': 3, '--none': 3, '--at-least 1': 3 };

  it('is not decided by "not" either', async () => {
    const notNginx = ['--where', 'not process = nginx'];
    assert.deepEqual(await codes(...notNginx), {
      ...{ '-q': 0, '-E': 0, '--none': 1, '--at-least 1': 0, '--at-least 2': 3 },
      ...{ '--at-most 1': 3, '--at-most 2': 0 },
    });
    assert.deepEqual(await codes(...notNginx, '--port', '8081'), {
      ...unknown,
      ...{ '--at-least 2': 1, '--at-most 1': 0, '--at-most 2': 0 },
    });
    const { err, code, out } = await conns(...notNginx, '--ndjson', '--columns', 'localPort');
    assert.deepEqual([code, out], [0, '{"localPort":8080}\n{"localPort":8081}\n']);
    assert.match(err, /1 row included that may not match/);
    assert.equal((await conns(...notNginx, '--strict')).code, 4);
    assert.equal((await conns('--where', 'not port = 8080', '--port', '8081', '-q')).code, 0);
    assert.equal((await conns('--where', 'not process = keeper', '-q', '--limit', '1')).code, 3);
  });

  it('leaves a condition of check undecided as well', async () => {
    const check = async (condition: string) =>
      (await runHere(['check', condition, '--proc', tree], { files })).code;
    assert.equal(await check('count(conns where not process = nginx and port = 8081) = 0'), 3);
    assert.equal(await check('count(conns where not process = nginx and port = 8081) <= 1'), 3);
    assert.equal(await check('count(conns where not process = nginx) >= 1'), 0);
    assert.equal(await check('count(conns where not process = nginx) >= 2'), 3);
    assert.equal(await check('count(conns where process = keeper) = 0'), 1);
  });

  it('could belong to any count', async () => {
    const having = (expression: string) => codes('--count-by', 'process', '--having', expression);
    const { '--at-most 1': one, ...nginx } = await having('process = nginx');
    assert.deepEqual(nginx, { ...unknown, '--at-least 2': 3, '--at-most 2': 3 });
    assert.equal(one, 3);
    assert.deepEqual(await having('process = keeper'), {
      ...{ '-q': 0, '-E': 0, '--none': 1, '--at-least 1': 0, '--at-least 2': 3 },
      ...{ '--at-most 1': 3, '--at-most 2': 3 },
    });
    assert.equal((await having('count > 1'))['-q'], 3, 'it could be the second of keeper');
    assert.equal((await having('count < 2'))['-q'], 3);
    assert.equal((await having('count < 3'))['-q'], 0, 'keeper has at most two');
    const notNginx = ['--where', 'not process = nginx', '--count-by', 'process', '--having', 'count < 2'];
    assert.equal((await conns(...notNginx, '-q')).code, 3, 'it could be the second of keeper');
    const { err } = await conns('--count-by', 'process', '--having', 'process = nginx');
    assert.match(err, /1 row counted as unknown: a value needed by the count is hidden/);
  });

  it('without --having, is counted as unknown', async () => {
    assert.deepEqual(await codes('--count-by', 'process'), {
      ...{ '-q': 0, '-E': 0, '--none': 1, '--at-least 1': 0, '--at-least 2': 3 },
      ...{ '--at-most 1': 3, '--at-most 2': 3 },
    });
    assert.equal((await conns('--count-by', 'process', '--port', '8081', '--at-least', '1')).code, 0);
    const { err, code } = await conns('--count-by', 'process', '--strict');
    assert.deepEqual([code, /counted as unknown/.test(err)], [0, false]);
    assert.equal((await conns('--count-by', 'process', '--having', 'count > 0', '--port', '8080')).code, 0);
  });

  it('a process without sockets is an error, unless the row count is asserted', async () => {
    const { code, err } = await conns('--process', 'keepr', '--port', '8080');
    assert.match(err, /no process named keepr has a socket; did you mean keeper\?/);
    assert.equal(code, 1);
    assert.equal((await conns('--process', 'keepr', '--port', '8080', '--none')).code, 0);
  });

  it('counts sockets of a process that are in no table', async () => {
    symlinkSync('socket:[79]', join(tree, '1/fd/4'));
    symlinkSync('socket:[80]', join(tree, '1/fd/5'));
    const { err, out } = await conns('--process', 'keeper', '--json', '--meta');
    const note =
      '2 more sockets of these processes are not in any table (unbound, closed, or of another family or namespace)';
    assert.match(err, new RegExp(`^procnet: ${note.replace(/[()]/g, '\\$&')}$`, 'm'));
    assert.ok((JSON.parse(out) as { warnings: string[] }).warnings.includes(note));
    rmSync(join(tree, '1/fd/4'));
    rmSync(join(tree, '1/fd/5'));
    assert.doesNotMatch((await conns('--process', 'keeper')).err, /any table/);
  });

  it('an unknown interface name is an error with a suggestion', async () => {
    const heading = readFileSync('test/fixtures/captures/B/net/dev', 'utf8')
      .split('\n')
      .slice(0, 2)
      .join('\n');
    writeFileSync(join(tree, 'net/dev'), `${heading}\n  eth0:${' 1'.repeat(16)}\n`);
    for (const [name, hint] of [
      ['eth0@if2', '; did you mean eth0?'],
      ['eht0', '; did you mean eth0?'],
      ['wlan7', ''],
    ] as const) {
      const { code, err } = await conns('--interface', name, '--port', '8080');
      assert.match(err, new RegExp(`no such interface: ${name}${hint.replace('?', '\\?')}$`, 'm'));
      assert.equal(code, 1, name);
    }
    assert.doesNotMatch((await conns('--interface', 'eth0')).err, /no such interface/);
  });

  it('a byte order is refused for a live kernel', async () => {
    const { code, err } = await runHere(['conns', '--endian', 'big']);
    assert.deepEqual([code, err.includes('--endian applies to copies only')], [2, true]);
  });
});
