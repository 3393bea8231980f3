import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isExecutable } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { procnet, python, shell, socketTable, withTree } from './black-box.ts';

const machine = 'test/fixtures/captures/B';
const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

test('two sockets that collide in an unkeyed hash are two rows', () => {
  const { stdout, code } = procnet([
    'conns',
    '-u4',
    '--proc',
    'test/cases/hidden-socket',
    '--json',
    '--strict',
  ]);
  assert.deepEqual([code, JSON.parse(stdout).length], [0, 2]);
});

test('nothing is written to TMPDIR, and no compile cache is read from it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-tmp-'));
  try {
    const { code } = procnet(['conns', '--proc', machine, '-p', '-r'], {
      TMPDIR: directory,
      HOME: directory,
    });
    assert.deepEqual([code, readdirSync(directory)], [0, []]);
  } finally {
    rmSync(directory, { recursive: true });
  }
  const built = readdirSync('dist/cli').map((name) => readFileSync(join('dist/cli', name), 'latin1'));
  for (const text of [readFileSync('bin/procnet.js', 'latin1'), ...built])
    assert.doesNotMatch(text, /enableCompileCache/);
});

const addressSpace = isExecutable ? 2_000_000 : 1_200_000;

test(`a large table is read within ${addressSpace / 1e6} GB of address space`, needs('bash'), () =>
  withTree({ tcp: socketTable(20_000) }, (directory) => {
    const ended = shell(
      `ulimit -v ${addressSpace}; $procnet conns -t4 --proc ${directory} --count-by state -H`,
    );
    assert.deepEqual([ended.code, ended.signal, ended.stdout], [0, null, 'ESTABLISHED  20000\n']);
  }),
);

test('six megabytes of bad lines are read within 64 MB of heap', needs('bash'), () =>
  withTree({ tcp: header + 'bad line\n'.repeat(700_000) }, (directory) => {
    const { code, stderr } = shell(
      `NODE_OPTIONS=--max-old-space-size=64 $procnet conns -t4 --proc ${directory}`,
    );
    assert.equal(code, 3, stderr.slice(-500));
    assert.ok(stderr.length < 10_000, stderr.slice(0, 500));
  }),
);

test('a column counted by twice is one column', () => {
  const { stdout } = procnet(['conns', '--proc', machine, '--count-by', 'state,state', '--json']);
  assert.equal(stdout.split('\n')[0]!.match(/"state"/g)?.length, 1);
});

test('output to a read-only descriptor or a directory is an error', needs('bash'), () => {
  for (const place of ['/dev/null', '/']) {
    const { code, stderr } = shell(`$procnet arp --proc ${machine} 1<${place}`);
    assert.deepEqual([code, stderr], [2, 'procnet: cannot write output: not open for writing\n'], place);
  }
});

test('-q hides warnings about skipped rows, but still reports the error', () =>
  withTree({ arp: `${readFileSync(`${machine}/net/arp`, 'latin1')}bad\n` }, (directory) => {
    const found = procnet(['arp', '-q', '--proc', directory]);
    assert.deepEqual([found.code, found.stdout, found.stderr], [0, '', '']);
    assert.match(procnet(['arp', '--proc', directory]).stderr, /bad/);
    assert.match(procnet(['arp', '-q', '--proc', join(directory, 'none')]).stderr, /cannot read/);
  }));

/** The first sample is read whole while the command waits for an hour. */
const firstSample = `
import json, subprocess, sys
node, bin, directory, wanted = sys.argv[1:5]
child = subprocess.Popen([node, bin, "conns", "-t4", "--proc", directory, "--interval", "3600", "--ndjson"], stdout=subprocess.PIPE)
ports = [json.loads(child.stdout.readline())["localPort"] for _ in range(int(wanted))]
print(len(ports), child.poll())
child.kill()
`;

test('the rows of a sample are written immediately, few or many', needs('python3'), async () => {
  for (const count of [1, 3_000])
    await withTree({ tcp: socketTable(count) }, (directory) =>
      assert.equal(python(firstSample, [directory, String(count)]).stdout, `${count} None\n`),
    );
});

const tuple = (a: string, b: string): string => `src=${a} dst=${b} sport=1 dport=2`;

test('a tracked connection without a protocol is not taken for IPv4', () =>
  withTree(
    {
      nf_conntrack: `2 tcp      6 9 FIN_WAIT ${tuple('fd01::1', 'fd01::2')} ${tuple('fd01::2', 'fd01::1')} use=2\n`,
    },
    (directory) => {
      const { code, stderr } = procnet(['conntrack', '--proc', directory, '--json']);
      assert.equal(code, 3);
      assert.match(stderr, /nf_conntrack:1: family: expected 2 or 10/);
    },
  ));

test('a line of many tokens keeps its last ones, and a bad number in it gets a warning', () =>
  withTree(
    {
      nf_conntrack: `ipv4     2 tcp      6 9 FIN_WAIT ${tuple('10.0.0.1', '10.0.0.2')} packets=x bytes=7 ${tuple('10.0.0.2', '10.0.0.1')} ${'a=1 '.repeat(60)}mark=5 use=2\n`,
    },
    (directory) => {
      const found = procnet([
        'conntrack',
        '--proc',
        directory,
        '--json',
        '--columns',
        'mark,packets,bytes,use',
      ]);
      assert.deepEqual(JSON.parse(found.stdout), [{ mark: 5, packets: null, bytes: 7, use: 2 }]);
      assert.match(found.stderr, /nf_conntrack:1: packets: expected a number/);
    },
  ));

test('state listening includes unconnected datagram sockets', () => {
  const argv = ['conns', '--proc', machine, 'state', 'listening', '--count-by', 'protocol', '--csv'];
  assert.equal(procnet(argv).stdout, 'protocol,count\ntcp,9\nudp,2\n');
});
