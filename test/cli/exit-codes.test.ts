import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { procnet, withTree } from './black-box.ts';

const a = ['--proc', 'test/fixtures/captures/A'];

/** Refused with 2, with one or two lines on stderr that name the problem, and nothing on stdout. */
const usageErrors: readonly (readonly [argv: readonly string[], says: RegExp, fault?: string])[] = [
  [['conn'], /^procnet: unknown command "conn"; did you mean "conns"\?\n$/, 'fault 80'],
  [['ifstats'], /did you mean "ifstat"\?/],
  [['nstatt'], /did you mean "nstat"\?/],
  [['xyzzy'], /unknown command "xyzzy"; see procnet --help/],
  [['\x1b[31mred'], /unknown command "\\x1b\[31mred"/],
  [['--json', 'conns'], /options must follow the command/],
  [['conns', '--jsn'], /unknown option --jsn; did you mean --json\?/],
  [['conns', '--colums', 'state'], /did you mean --columns\?/],
  [['conns', '-Z'], /unknown option -Z; see --help/],
  [['--verson'], /unknown option --verson; procnet --version prints the version/],
  [['routes', 'defualt'], /only these arguments: default, get ADDRESS; did you mean default\?/],
  [['conns', '--constructor.prototype.p=1'], /unknown option --constructor\.prototype\.p/, 'fault 84'],
  [['conns', '--__proto__=1'], /unknown option --__proto__/, 'fault 84'],
  [['conns', '--no-json'], /unknown option --no-json/],
  [['conns', '--port', ''], /--port: empty item/, 'fault 81'],
  [['conns', '--port'], /--port requires a value/, 'fault 81'],
  [['conns', '--port', '--json'], /--port requires a value/],
  [['conns', '--port', 'nosuchservice'], /--port.*nosuchservice/],
  [['conns', '--port', 'abc'], /--port: .*not "abc"/, 'fault 81'],
  [['conns', '--port', '080'], /--port: .*not "080"/, 'fault 81'],
  [['conns', '--port', '70000'], /--port.*70000/, 'fault 81'],
  [['conns', '--port', '-1'], /--port.*-1/, 'fault 81'],
  [['conns', '--port', '1e3'], /--port.*1e3/, 'fault 81'],
  [['conns', '--port', '0x1ffff'], /--port.*0x1ffff/],
  [['conns', '--port', '90-80'], /--port.*90-80/],
  [['conns', '--port', '80,,443'], /--port.*empty/],
  [['ifstat', '--port', '80'], /^procnet: --port does not apply to ifstat: it has no ports\n$/],
  [['arp', '-t'], /^procnet: -t does not apply to arp: it is an option of conns\n$/],
  [['conns', '--json', '--csv'], /--json and --csv cannot be used together/, 'fault 83'],
  [['conns', '--json', '--format', 'csv'], /cannot be used together/],
  [['conns', '-f', 'json', '-f', 'csv'], /--format/],
  [['conns', '--format', 'xml'], /must be one of table, plain, json, ndjson, csv \(got "xml"\)/],
  [['conns', '--meta', '--csv'], /--meta requires --json/],
  [['conns', '--meta'], /--meta requires --json/],
  [['ifstat', '--interface', ''], /--interface: empty item/, 'fault 85'],
  [['conns', '--state', 'listen,FOO'], /--state: no such state: "FOO"\. States: ESTABLISHED, /, 'fault 86'],
  [['arp', '--state', 'established'], /--state.*established[^.]*[.?] States: .*permanent/],
  [['conns', '--columns', 'stat'], /no such column: "stat"; did you mean state\?\ncolumns: protocol/],
  [['conns', '--columns', 'state,+uid'], /--columns/],
  [['conns', '--columns', ''], /--columns/],
  [['conns', '--sort', 'nope'], /--sort.*nope/],
  [['conns', '--count-by', 'nope'], /--count-by.*nope/],
  [['conns', '--limit', '-1'], /--limit/],
  [['conns', '--limit', '1.5'], /--limit.*1\.5/],
  [['conns', '--limit', 'x'], /--limit.*x/],
  [['conns', '--limit', '1', '--limit', '2'], /--limit is given more than once/],
  [['conns', '--json=yes'], /--json takes no value/],
  [['conns', '--color', 'maybe'], /--color.*auto, always, never.*maybe/],
  [['conns', '--endian', 'middle'], /--endian.*little, big.*middle/],
  [['conns', '--pid', '0'], /--pid/],
  [['conns', '--pid', 'x'], /--pid.*x/],
  [['conns', '--pid', '99999999999'], /--pid/],
  [['conns', '--proc', ''], /--proc/],
  [['conns', '-A', 'tcp,tpc'], /tpc/],
  [['conns', '-A', 'tcp,!tpc'], /got "!tpc"/],
  [['conns', '-A', 'tcp,!tcp'], /--protocols: no sockets are left/],
  [['conns', '-tft'], /-f.*requires a value/],
  [['ifstat', '--interval', '0'], /--interval.*0/, 'fault 87'],
  [['ifstat', '--interval', '-1'], /--interval.*-1/, 'fault 87'],
  [['ifstat', '--interval', '1e9'], /--interval.*1e9/, 'fault 87'],
  [['ifstat', '--interval', 'NaN'], /--interval.*NaN/, 'fault 87'],
  [['conns', '--where', 'state ='], /\^/],
  [['conns', '--where', 'nosuch = 1'], /nosuch/],
  [['conns', '--where', '( state = listen'], /\^/],
  [['conns', 'dport', '=', ':x'], /x/],
  [['conns', '--local', 'not-an-address'], /not-an-address/],
  [['conns', '--local', '10.0.0.0/33'], /10\.0\.0\.0\/33/],
];

for (const [argv, says] of [
  [['schema', 'check'], 'no such report: "check"; must be one of addrs, arp, '],
  [['help', 'conn'], 'unknown command "conn"; did you mean "conns"?'],
  [['diff', '--port', '80'], '--port does not apply to diff: it is an option of conns and conntrack'],
  [['check', '--sort', 'x'], '--sort does not apply to check: it is an option of reports'],
] as readonly (readonly [readonly string[], string])[])
  test(`exit 2: "${argv.join(' ')}"`, () => {
    const { code, stderr } = procnet(argv);
    assert.deepEqual([code, stderr.startsWith(`procnet: ${says}`)], [2, true], stderr);
  });

for (const [argv, says, fault] of usageErrors)
  test(`exit 2: ${JSON.stringify(argv.join(' '))}${fault === undefined ? '' : ` (${fault})`}`, () => {
    const { code, stdout, stderr } = procnet([
      argv[0]!,
      ...argv.slice(1),
      ...(argv[0]!.startsWith('-') ? [] : a),
    ]);
    assert.match(stderr, says);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^procnet: /);
    assert.ok(stderr.trimEnd().split('\n').length <= 4, `not the whole help: ${stderr}`);
    assert.doesNotMatch(stderr, /\n {4}at |[\x00-\x09\x0b-\x1f]/);
  });

test('an expression that is too long or too deep is refused without a stack overflow (fault 88)', () => {
  for (const text of [
    `${'('.repeat(10_000)}state = listen${')'.repeat(10_000)}`,
    `${'not '.repeat(25_000)}state = listen`,
    'x'.repeat(100_000),
  ]) {
    const { code, stderr } = procnet(['conns', ...a, '--where', text]);
    assert.equal(code, 2, stderr.slice(0, 200));
    assert.ok(stderr.length < 2000, `a message of ${stderr.length} characters`);
  }
});

test('exit 3: unavailable data, each with its reason (faults 2, 13, 29)', async () => {
  const cases: readonly (readonly [argv: readonly string[], says: RegExp])[] = [
    [['conns', '--proc', 'test/nowhere'], /cannot read test\/nowhere: no such directory/],
    [['conns', '--proc', 'package.json'], /package\.json: neither a snapshot nor a file from \/proc\/net/],
    [['conns', '--proc', 'test/fixtures/wsl1'], /exposes no socket table/],
    [['sockstat', '--proc', 'test/fixtures/gvisor'], /sockstat: no such file \(ENOENT\)/],
    [['conns', '--netns', '4194304'], /no process 4194304 and no container/],
  ];
  for (const [argv, says] of cases) {
    const { code, stdout, stderr } = procnet(argv);
    assert.match(stderr, says);
    assert.deepEqual([code, stdout, stderr.split('\n').length], [3, '', 2], argv.join(' '));
  }
  await withTree({ tcp: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', udp: '\x89PNG\r\n\x1a\n' }, (directory) => {
    const { code, stderr } = procnet(['conns', '--proc', directory]);
    assert.equal(code, 3, stderr);
    assert.doesNotMatch(stderr, /[\x00-\x09\x0b-\x1f]/);
  });
});

test('exit 3: a file of NUL bytes, or a directory', async () => {
  await withTree({ tcp: '\0'.repeat(5000), udp: '\0'.repeat(5000) }, (directory) => {
    const { code, stdout } = procnet(['conns', '--proc', directory]);
    assert.deepEqual([code, stdout], [3, '']);
  });
  await withTree({}, (directory) => {
    mkdirSync(`${directory}/sockstat`);
    const { code, stdout } = procnet(['sockstat', '--proc', directory]);
    assert.deepEqual([code, stdout], [3, '']);
  });
});

test('a line of 64 MiB is rejected with bounded memory (fault 28)', async () => {
  await withTree({ tcp: 'x'.repeat(64 << 20), udp: '' }, (directory) => {
    const { code, stdout, stderr } = procnet(['conns', '--proc', directory]);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /tcp:1: the line is longer than 1 MiB/);
  });
});

test('exit 0, 1 and 4: rows, no rows, and incomplete rows', () => {
  const code = (...argv: readonly string[]): number | null => procnet(argv).code;
  assert.equal(code('conns', ...a), 0);
  assert.equal(code('conns', ...a, '--limit', '0'), 0);
  assert.equal(code('conns', ...a, '-q'), 0);
  assert.equal(code('conns', ...a, '--state', 'closing'), 0);
  assert.equal(code('conns', ...a, '--state', 'closing', '-E'), 1);
  assert.equal(code('conns', ...a, '--state', 'closing', '-q'), 1);
  assert.equal(code('conns', ...a, '--state', 'established', '-E'), 0);
  assert.equal(code('snmp', ...a, 'NoSuchCounter'), 1);
  assert.equal(code('conns', '--proc', 'test/fixtures/torn'), 0);
  assert.equal(code('conns', '--proc', 'test/fixtures/torn', '--strict'), 4);
  assert.equal(code('conns', '--proc', 'test/fixtures/no-ipv6', '--strict'), 0);
  assert.equal(code('routes', '--proc', 'test/fixtures/empty-namespace', '--strict'), 0);
});

test('fault 85: an unknown interface name keeps no row and is an error', () => {
  for (const report of ['ifstat', 'arp', 'routes']) {
    const argv = [report, ...a, '--interface', 'nosuch0', '--json'];
    assert.deepEqual(
      procnet(argv),
      { code: 1, signal: null, stdout: '[]\n', stderr: 'procnet: no such interface: nosuch0\n' },
      report,
    );
  }
});

test('-q prints nothing, whatever the result', () => {
  for (const argv of [a, ['--proc', 'test/fixtures/torn'], [...a, '--json'], [...a, '--json', '--meta']])
    assert.equal(procnet(['conns', '-q', ...argv]).stdout, '');
});

test('complete success prints nothing on stderr', () => {
  for (const report of ['conns', 'arp', 'ifstat', 'routes', 'snmp', 'sockstat'])
    assert.equal(procnet([report, ...a]).stderr, '', report);
});

test('help and version are printed with exit code 0', () => {
  const version = procnet(['--version']);
  assert.match(version.stdout, /^procnet \d+\.\d+\.\d+\n$/);
  for (const argv of [
    [],
    ['--help'],
    ['-h'],
    ['help'],
    ['help', 'conns'],
    ['conns', '--help'],
    ['ss', '-h'],
  ]) {
    const { code, stdout, stderr } = procnet(argv);
    assert.deepEqual([code, stderr], [0, ''], argv.join(' '));
    assert.match(stdout, /procnet/);
  }
});

test('a stack trace is printed only with PROCNET_DEBUG=1', () => {
  const argv = ['conns', '--proc', 'test/nowhere'];
  assert.doesNotMatch(procnet(argv).stderr, /\n {4}at /);
  assert.match(procnet(argv, { PROCNET_DEBUG: '1' }).stderr, /\n {4}at /);
});

/** Makes the kernel's files unreadable in a way that no kernel does. */
const faulty = `
const fs = require('node:fs');
const { openSync } = fs;
fs.openSync = (path, ...rest) => {
  if (String(path).endsWith('/tcp')) throw new TypeError('a fault\\x1b[2J');
  return openSync(path, ...rest);
};
`;

test('fault 96: an internal error is reported as a bug, on one line, with its own exit code', async () => {
  await withTree({ 'faulty.cjs': faulty, tcp: '' }, (directory) => {
    const argv = ['conns', '--proc', directory, '--json'];
    // Node.js reads the first, and the executable's runtime the second.
    const options = {
      NODE_OPTIONS: `--require ${directory}/faulty.cjs`,
      BUN_OPTIONS: `--preload ${directory}/faulty.cjs`,
    };
    const { code, stdout, stderr } = procnet(argv, options);
    assert.deepEqual([code, stdout], [70, '']);
    assert.equal(
      stderr,
      'procnet: this is a bug, please report it: a fault\\x1b[2J (PROCNET_DEBUG=1 shows where)\n',
    );
    assert.match(procnet(argv, { ...options, PROCNET_DEBUG: '1' }).stderr, /\n {4}at /);
  });
});
