import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../support/needs.ts';
import { procnet, python, shell, socketTable, withTree } from './black-box.ts';

const a = '--proc test/fixtures/captures/A';
const big = 60_000;
const files = { tcp: socketTable(big), udp: 'sl local_address\n' };

/** The exit code of the first program of a pipeline, and what the others printed. */
const first = (line: string): { readonly code: number; readonly stdout: string; readonly stderr: string } => {
  const { stdout, stderr } = shell(`${line}; echo "code \${PIPESTATUS[0]}"`);
  const [, text = '', code = ''] = /^([\s\S]*)code (\d+)\n$/.exec(stdout) ?? [];
  return { code: Number(code), stdout: text, stderr };
};

test(
  '| head -1 ends quietly with 0, even with much more output to come (fault 69)',
  needs('bash'),
  async () => {
    await withTree(files, (directory) => {
      for (const format of ['plain', 'table', 'json', 'ndjson', 'csv']) {
        const { code, stdout, stderr } = first(`$procnet conns --proc ${directory} -f ${format} | head -1`);
        assert.deepEqual([code, stderr], [0, ''], format);
        assert.equal(stdout.split('\n').length, 2, format);
      }
    });
  },
);

test('a full disk is reported, with exit 2 (fault 70)', needs('bash'), () => {
  for (const format of ['plain', 'json', 'ndjson', 'csv', 'table']) {
    const { code, stdout, stderr } = shell(`$procnet conns ${a} -f ${format} >/dev/full`);
    assert.equal(code, 2, format);
    assert.deepEqual([stdout, stderr], ['', 'procnet: cannot write output: no space left on device\n']);
  }
});

test('help and version on a full disk fail too', needs('bash'), () => {
  assert.equal(shell('$procnet --help >/dev/full').code, 2);
  assert.equal(shell('$procnet conns --help >/dev/full').code, 2);
  const { code, stderr } = shell('$procnet --version >/dev/full');
  assert.equal(code, 2);
  assert.doesNotMatch(stderr, /\n {4}at /);
});

test('a closed stdout or stderr does not crash it (fault 71)', needs('bash'), () => {
  for (const redirection of ['>&-', '2>&-', '>&- 2>&-', '<&-']) {
    const { code, stderr } = shell(`$procnet conns ${a} ${redirection}`);
    assert.equal(code, 0, `${redirection}: ${stderr}`);
    assert.equal(stderr, '');
  }
});

test('a slow reader gets every byte of 50 MB (fault 72)', needs('bash'), async () => {
  const count = 120_000;
  await withTree({ ...files, tcp: socketTable(count) }, (directory) => {
    const argv = ['conns', '--proc', directory, '--json', '--columns', 'all'];
    const whole = procnet(argv).stdout;
    assert.equal(JSON.parse(whole).length, count);
    assert.ok(whole.length > 50_000_000, `${whole.length} characters`);
    const slow = first(
      `$procnet ${argv.join(' ')} | (sleep 0.5; dd bs=1000 count=1 status=none; sleep 0.5; cat)`,
    );
    assert.equal(slow.code, 0);
    assert.ok(slow.stdout === whole, `${slow.stdout.length} of ${whole.length} characters arrived`);
  });
});

/** Makes the pipe non-blocking, as a Node.js parent may leave it. */
const nonBlocking = `
import os, subprocess, sys, time
node, bin, directory = sys.argv[1:4]
r, w = os.pipe()
os.set_blocking(w, False)
child = subprocess.Popen([node, bin, "conns", "--proc", directory, "--json"], stdout=w)
os.close(w)
time.sleep(0.3)
total, size = 0, 4096
while True:
    got = os.read(r, size)
    if not got: break
    total += len(got)
    if total < 200000: time.sleep(0.002)
    else: size = 1 << 20
print(child.wait(), total)
`;

test('a non-blocking stdout gets every byte (fault 73)', needs('python3'), async () => {
  await withTree(files, (directory) => {
    const whole = Buffer.byteLength(procnet(['conns', '--proc', directory, '--json']).stdout);
    assert.equal(python(nonBlocking, [directory]).stdout, `0 ${whole}\n`);
  });
});

test('each NDJSON line is whole, even if the reader leaves midway', needs('bash'), async () => {
  await withTree(files, (directory) => {
    const { stdout } = first(`$procnet conns --proc ${directory} --ndjson | head -500`);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 500);
    for (const line of lines) assert.equal(typeof JSON.parse(line).localPort, 'number');
  });
});

const ending = `
import os, signal, subprocess, sys, time
node, bin, number = sys.argv[1:4]
child = subprocess.Popen([node, bin, "ifstat", "--interval", "0.1", "--ndjson"], stdout=subprocess.PIPE)
child.stdout.readline()
child.send_signal(int(number))
rest = child.stdout.read()
print(child.wait(), rest == b"" or rest.endswith(b"\\n"))
`;

test(
  'SIGINT and SIGTERM end a repeated report with 130 and 143, and no partial line (fault 75)',
  needs('python3'),
  () => {
    const signals: readonly (readonly [number: number, code: number])[] = [
      [2, 130],
      [15, 143],
    ];
    for (const [number, code] of signals) {
      const { stdout } = python(ending, [String(number)]);
      assert.ok([`${code} True\n`, `-${number} True\n`].includes(stdout), `signal ${number}: ${stdout}`);
    }
  },
);
