import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { rules } from '../../src/check/rules/registry.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { socketTable } from '../check/tables.ts';
import { runInProcess } from '../support/in-process.ts';
import { procnet } from './black-box.ts';
import { runHere } from './run-here.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-check-'));
after(() => rmSync(directory, { recursive: true }));

const tree = join(directory, 'net');
const { mkdirSync } = await import('node:fs');
mkdirSync(tree);
writeFileSync(join(tree, 'tcp'), socketTable([{ local: '0.0.0.0:80' }, { local: '0.0.0.0:6379' }]));

const check = (...words: readonly string[]): ReturnType<typeof runHere> =>
  runHere(['check', '--proc', tree, ...words]);

test('exit codes: healthy, a finding, usage, unknown', async () => {
  const cases: readonly (readonly [words: readonly string[], code: number])[] = [
    [['listen :80'], 0],
    [['listen :81'], 1],
    [['warn listen :81'], 0],
    [['warn listen :81', '--fail-on', 'warning'], 1],
    [['listen :81', '--fail-on', 'never'], 0],
    [['exposed'], 0],
    [['exposed', '--fail-on', 'warning'], 1],
    [['iface eth0'], 3],
    [['iface eth0', 'listen :81'], 1],
    [['iface eth0', '--fail-on', 'never'], 3],
    [['delta(ifstat.rxErrors) = 0'], 3],
    [['listen :x'], 2],
    [['no-such-rule'], 2],
    [['no-*'], 2],
    [['exposed', '--skip', 'exposd'], 2],
    [['--set', 'exposed.warn=x'], 2],
    [['--set', 'expose.warn=1'], 2],
    [['--set', 'exposed.error=1'], 2],
    [['--ignore', 'exposed'], 2],
    [['--ignore', 'exposd: localPort = 1'], 2],
    [['--ignore', 'exposed: localPrt = 1'], 2],
    [['--ignore', 'retransmits: key = x'], 2],
    [['--fail-on', 'sometimes'], 2],
    [['--interval', 'soon'], 2],
    [['--file', join(directory, 'missing')], 2],
    [['--file', directory], 2],
    [['--json', '--ndjson'], 2],
    [['-f', 'xml'], 2],
    [['--report', 'junit'], 2],
    [['--report', 'xml=a'], 2],
  ];
  for (const [words, code] of cases) {
    const { code: found, out, err } = await check(...words);
    assert.equal(found, code, `${words.join(' ')}: ${out}${err}`);
    if (code === 2) assert.equal(out, '', words.join(' '));
  }
});

test('fault 95: reversed thresholds are a usage error, and UNKNOWN for a monitoring system', async () => {
  const words = ['close-wait', '--set', 'close-wait.warn=10', '--set', 'close-wait.crit=5'];
  const { code, err } = await check(...words);
  assert.deepEqual([code, err], [2, 'procnet: close-wait: warn (10) must not be above crit (5)\n']);
  for (const format of [['-f', 'nagios'], ['--format', 'nagios'], ['--format=nagios'], ['-qf', 'nagios']]) {
    const plugin = await check(...words, ...format);
    assert.deepEqual([plugin.code, plugin.err], [3, ''], format.join(' '));
    assert.match(plugin.out, /^PROCNET UNKNOWN - close-wait: warn \(10\) must not be above crit \(5\)\n$/);
  }
});

test('fault 96: an internal error is UNKNOWN for a monitoring system, never a network state', async () => {
  const files = {
    ...nodeFileSystem,
    open: () => {
      throw new TypeError('injected');
    },
  };
  const { code, out } = await runHere(['check', '-f', 'nagios', 'listen :80'], { files });
  assert.equal(code, 3);
  assert.match(out, /^PROCNET UNKNOWN - .*injected/);
  assert.equal((await runHere(['check', 'listen :80'], { files })).code, 70);
});

test('the plugin’s exit code is its state', async () => {
  const plugin = async (...words: readonly string[]): Promise<string> => {
    const { code, out } = await check('-f', 'nagios', ...words);
    return `${code} ${out.split(' ')[1]}`;
  };
  assert.equal(await plugin('listen :80'), '0 OK');
  assert.equal(await plugin('warn listen :81'), '1 WARNING');
  assert.equal(await plugin('listen :81', 'iface x'), '2 CRITICAL');
  assert.equal(await plugin('iface x'), '3 UNKNOWN');
  assert.equal(await plugin('listen :81', '--fail-on', 'never'), '2 CRITICAL');
});

test('rules are selected by name and glob, minus --skip; conditions alone run no rules', async () => {
  const ruleNames = async (...words: readonly string[]): Promise<readonly string[]> =>
    JSON.parse((await check('--json', ...words)).out).map(({ rule }: { rule: string }) => rule);
  const all = rules.map(({ id }) => id);
  assert.deepEqual(await ruleNames(), all);
  assert.deepEqual(await ruleNames('*-wait'), ['close-wait', 'time-wait']);
  assert.deepEqual(await ruleNames('close-wait', '*-wait', 'exposed'), [
    'close-wait',
    'exposed',
    'time-wait',
  ]);
  assert.deepEqual(
    await ruleNames('--skip', '*-wait,exposed'),
    all.filter((id) => !id.endsWith('-wait') && id !== 'exposed'),
  );
  assert.deepEqual(await ruleNames('listen :80'), ['listen :80']);
  assert.deepEqual(await ruleNames('exposed', 'web: listen :80', 'listen :80', 'listen :80'), [
    'exposed',
    'web',
    'listen :80',
    'listen :80 #2',
  ]);
});

test('conditions from a file, in addition to those on the command line', async () => {
  const path = join(directory, 'conditions');
  writeFileSync(path, '# what must be so\nweb: listen :80\n\nwarn cache: free :6379\n');
  const { out, code } = await check('--file', path, '--json', 'listen :81');
  assert.deepEqual(
    JSON.parse(out).map(({ rule, status }: { rule: string; status: string }) => [rule, status]),
    [
      ['listen :81', 'critical'],
      ['web', 'pass'],
      ['cache', 'warn'],
    ],
  );
  assert.equal(code, 1);
  writeFileSync(path, 'listen :80\nlisten :x\n');
  const { err } = await check('--file', path);
  assert.match(err, new RegExp(`^procnet: ${path}:2: bad condition: expected a port`));
});

test('every rule is listed with its evidence, thresholds and source', async () => {
  const { out } = await check('--list');
  for (const { id, evidence, source } of rules)
    for (const text of [`${id}: `, evidence, `(${source})`]) assert.ok(out.includes(text), text);
  assert.deepEqual(
    JSON.parse((await check('--list', '--json')).out).map(({ rule }: { rule: string }) => rule),
    rules.map(({ id }) => id),
  );
});

test('--report writes a file completely or not at all', () => {
  const path = join(directory, 'report.xml');
  const link = join(directory, 'link.json');
  writeFileSync(path, 'old');
  writeFileSync(join(directory, 'target.json'), 'old');
  symlinkSync(join(directory, 'target.json'), link);
  const words = ['check', '--proc', tree, 'listen :80', '-q'];
  const { code, stdout, stderr } = procnet([
    ...words,
    '--report',
    `junit=${path}`,
    '--report',
    `json=${link}`,
  ]);
  assert.deepEqual([code, stdout, stderr], [0, '', '']);
  assert.match(readFileSync(path, 'utf8'), /^<\?xml[\s\S]*<\/testsuites>\n$/);
  assert.equal(JSON.parse(readFileSync(join(directory, 'target.json'), 'utf8'))[0].status, 'pass');
  assert.equal(procnet([...words, '--report', 'tap=/dev/null']).code, 0);
  assert.ok(existsSync('/dev/null') && readFileSync('/dev/null').length === 0);
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.includes('.tmp')),
    [],
  );
});

test('fault 90: --report to a directory or a missing one fails and keeps existing files', () => {
  const path = join(directory, 'kept.xml');
  writeFileSync(path, 'old');
  for (const target of [directory, join(directory, 'none', 'a.xml'), '/proc/none.xml', '/dev/full']) {
    const { code, stderr } = procnet(['check', '--proc', tree, 'listen :80', '--report', `junit=${target}`]);
    assert.equal(code, 2, target);
    assert.match(stderr, /^procnet: cannot write .*: (it is a directory|no such directory|.*)\n$/, target);
  }
  assert.equal(readFileSync(path, 'utf8'), 'old');
});

test('the GitHub step summary is appended to its file', async () => {
  const path = join(directory, 'summary.md');
  writeFileSync(path, 'before\n');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path };
  const { stdout, code } = procnet(['check', '--proc', tree, 'listen :81', '-f', 'github'], env);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /^::error title=procnet check%3A listen %3A81::nothing listens on port 81\n1 check: 1 critical\n$/,
  );
  assert.match(readFileSync(path, 'utf8'), /^before\n### procnet check\n[\s\S]*\| critical \| listen :81 \|/);
  writeFileSync(path, 'x'.repeat((1 << 20) - 10));
  procnet(['check', '--proc', tree, 'listen :81', '-f', 'github'], env);
  assert.equal(readFileSync(path).length, (1 << 20) - 10, 'nothing fits');
});

test('nothing is printed with --quiet', async () => {
  assert.deepEqual(await check('listen :81', '-q'), { out: '', err: '', code: 1 });
});

test('the list of rules fits the terminal, and is whole in a pipe', async () => {
  const { stdout: whole } = await runInProcess(['check', '--list']);
  assert.ok(whole.split('\n').some((line) => line.length > 100));
  for (const width of [60, 80]) {
    const { stdout } = await runInProcess(['check', '--list'], width);
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.length > width),
      [],
    );
    assert.deepEqual(stdout.split(/\s+/), whole.split(/\s+/));
  }
});
