import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { completionScript } from '../../src/docs/completions.ts';
import { formatNames } from '../../src/formats/index.ts';
import { optionsOf } from '../../src/options/index.ts';
import { listed } from '../../src/options/listed.ts';
import { type Shell, shells } from '../../src/options/pages/printed.ts';
import { commandPages } from '../../src/options/pages.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { runHere } from '../cli/run-here.ts';
import { hang, needs } from '../support/needs.ts';

const all = await loadReports();
const directory = mkdtempSync(join(tmpdir(), 'procnet-completion-'));
after(() => rmSync(directory, { recursive: true }));

const scripts = Object.fromEntries(
  shells.map((shell) => {
    const path = join(directory, `procnet.${shell}`);
    writeFileSync(path, completionScript(shell, all));
    return [shell, path];
  }),
) as Record<Shell, string>;

/** With an empty PATH, so that a script that starts procnet or any other program fails. */
const runShell = (shell: Shell, args: readonly string[]): string => {
  const path = spawnSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).stdout.trim();
  const env = { PATH: directory, HOME: directory, TERM: 'dumb', LC_ALL: 'C.UTF-8' };
  const { stdout, stderr, status } = spawnSync(path, args, { env, encoding: 'utf8', timeout: hang });
  assert.deepEqual([stderr, status], ['', 0], `${shell} ${args.join(' ')}`);
  return stdout;
};

const interfaces = readFileSync('/proc/net/dev', 'utf8')
  .split('\n')
  .slice(2)
  .filter((line) => line !== '')
  .map((line) => line.slice(0, line.indexOf(':')).trim());

/** The completions that bash offers for words as readline splits them; the cursor is in the last one. */
const bash = (words: readonly string[], script = scripts.bash): string[] => {
  const drive = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _procnet 2>/dev/null
    ((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"; true`;
  return runShell('bash', ['--norc', '-c', drive, 'bash', script, ...words])
    .split('\n')
    .slice(0, -1);
};

const fish = (line: string): string[] =>
  runShell('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', scripts.fish, line])
    .split('\n')
    .slice(0, -1)
    .map((found) => found.split('\t')[0]!);

const names = all.flatMap(({ name, aliases }) => [name, ...aliases]);
const commandNames = [...names, ...commandPages.map(({ name }) => name)];
const conns = all.find(({ name }) => name === 'conns')!;
const columns = conns.columns.map(({ name }) => name);

test('bash: commands and their aliases', needs('bash'), () => {
  assert.deepEqual(
    bash(['procnet', 'con']).filter((name) => !name.startsWith('conntrack')),
    ['conns'],
  );
  const offered = bash(['procnet', '']);
  for (const name of commandNames) assert.ok(offered.includes(name), name);
});

test('bash: a command’s own options only', needs('bash'), () => {
  for (const report of all) {
    const offered = bash(['procnet', report.name, '--']);
    const known = listed(optionsOf(report)).flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    assert.deepEqual(
      offered,
      known.map((name) => `--${name}`),
      report.name,
    );
  }
  assert.deepEqual(bash(['procnet', 'explain', '--']), ['--json', '--help']);
});

test('bash: columns, one at a time in a comma-separated list', needs('bash'), () => {
  for (const option of ['--columns', '--sort', '--count-by'])
    for (const name of ['conns', 'ss']) {
      const offered = bash(['procnet', name, option, '']).filter((column) => column !== 'all');
      assert.deepEqual(offered, columns, `${name} ${option}`);
    }
  assert.deepEqual(bash(['procnet', 'conns', '--columns', 'state,recv']), ['state,recvQueue']);
  assert.deepEqual(bash(['procnet', 'conns', '--columns', '+recv']), ['+recvQueue']);
  assert.deepEqual(bash(['procnet', 'conns', '--columns', '+uid,-recv']), ['+uid,-recvQueue']);
  assert.deepEqual(bash(['procnet', 'conns', '--columns', 'recvQueue,recv']), [], 'not twice');
  assert.deepEqual(bash(['procnet', 'conns', '--columns', '=', 'recv']), ['recvQueue'], '--columns=recv');
});

test('bash: states in either case, choices, keywords', needs('bash'), () => {
  assert.deepEqual(bash(['procnet', 'conns', '--state', 'time']), ['TIME_WAIT']);
  assert.deepEqual(bash(['procnet', 'conns', 'state', 'syn_r']), ['SYN_RECV']);
  assert.deepEqual(bash(['procnet', 'arp', '--state', 'inc']), ['incomplete']);
  assert.deepEqual(bash(['procnet', 'arp', '--format', '=']), formatNames);
  assert.deepEqual(bash(['procnet', 'arp', '-f', 'nd']), ['ndjson']);
  assert.deepEqual(bash(['procnet', 'completion', '']), [...shells]);
  assert.deepEqual(bash(['procnet', 'schema', 'ar']), ['arp']);
  assert.deepEqual(bash(['procnet', 'explain', 'TcpRetr']), ['TcpRetransSegs']);
  assert.deepEqual(bash(['procnet', 'stat', 'early_d']), ['early_drop']);
});

test('fish: files, also for commands that are not reports', needs('fish'), () => {
  for (const words of ['conns --from', 'serve --tls-cert', 'metrics --output', 'snapshot --map'])
    assert.deepEqual(fish(`procnet ${words} ${join(directory, 'procnet.b')}`), [scripts.bash], words);
});

test('bash: this machine’s interfaces', needs('bash'), () => {
  assert.deepEqual(bash(['procnet', 'ifstat', '--interface', '']), interfaces);
  assert.deepEqual(
    bash(['procnet', 'conns', '--interface', 'eth7,l']),
    interfaces.filter((name) => name.startsWith('l')).map((name) => `eth7,${name}`),
  );
});

test('bash: an interface name is not run as a command', needs('bash'), () => {
  const dev = join(directory, 'dev');
  const trap = join(directory, 'trapped');
  writeFileSync(dev, `Inter-| Receive\n face |bytes\n$(>trapped): 1 2\n  eth0: 1 2\n`);
  const script = join(directory, 'hostile.bash');
  writeFileSync(script, readFileSync(scripts.bash, 'utf8').replaceAll('/proc/net/dev', dev));
  const offered = bash(['procnet', 'ifstat', '--interface', ''], script);
  assert.deepEqual(offered, ['\\$\\(\\>trapped\\)', 'eth0']);
  assert.throws(() => readFileSync(trap), { code: 'ENOENT' });
});

test('fish: commands, options, columns, states, interfaces', needs('fish'), () => {
  assert.deepEqual(
    fish('procnet con').filter((name) => name !== 'conntrack'),
    ['conns'],
  );
  const offered = fish('procnet ');
  for (const name of commandNames) assert.ok(offered.includes(name), name);
  assert.deepEqual(fish('procnet conns --col').toSorted(), ['--color', '--columns']);
  assert.deepEqual(fish('procnet conns --columns recv'), ['recvQueue']);
  assert.deepEqual(fish('procnet conns --columns=state,recv'), ['--columns=state,recvQueue']);
  assert.deepEqual(fish('procnet conns --columns +uid,-recv'), ['+uid,-recvQueue']);
  assert.deepEqual(fish('procnet conns --state time'), ['TIME_WAIT']);
  assert.deepEqual(fish('procnet conns state listeni'), ['listening']);
  assert.deepEqual(fish('procnet ifstat --interface ').toSorted(), interfaces.toSorted());
  assert.deepEqual(fish('procnet schema ar'), ['arp']);
  assert.deepEqual(fish('procnet explain TcpRetr'), ['TcpRetransSegs']);
  assert.deepEqual(fish('procnet stat early_d'), ['early_drop']);
});

test('fish: a command named later in the line is not the command', needs('fish'), () => {
  assert.deepEqual(fish('procnet explain conns --js'), ['--json']);
  assert.deepEqual(fish('procnet explain conns --col'), []);
});

/** Types the lines into a real zsh and returns the completions it lists for each. */
const zsh = (lines: readonly string[]): string[] => {
  const drive = `
    zmodload zsh/zpty
    zpty z "$1 -f -i"
    zpty -w z "PS1=; LISTMAX=10000; autoload -Uz compinit; compinit -u -D; source $2; bindkey '^I' list-choices"
    zpty -w z "finish() { zle kill-whole-line; print -rn DO''NE }; zle -N finish; bindkey '^X' finish; print REA''DY"
    zpty -r z out '*READY*'
    for line in "\${@:3}"; do
      zpty -w -n z "$line"$'\\t\\x18'
      zpty -r -m z out '*DONE*' || exit 3
      print -rn -- "$out"$'\\0'
    done
    zpty -d z`;
  const path = spawnSync('sh', ['-c', 'command -v zsh'], { encoding: 'utf8' }).stdout.trim();
  return runShell('zsh', ['-f', '-c', drive, 'zsh', path, scripts.zsh, ...lines])
    .split('\0')
    .slice(0, -1)
    .map((shown) => shown.replaceAll(/\x1b\[[\d;?]*[a-zA-Z]/g, ' '));
};

test('zsh: commands, options, columns, states, interfaces', needs('zsh'), () => {
  const [
    commands = '',
    options = '',
    list = '',
    states = '',
    expression = '',
    dev = '',
    counters = '',
    perProcessor = '',
    anything = '',
  ] = zsh([
    'procnet con',
    'procnet conns --colu',
    'procnet conns --columns state,recv',
    'procnet conns --state time',
    'procnet conns state listeni',
    'procnet ifstat --interface l',
    'procnet explain TcpRetr',
    'procnet stat early',
    'procnet conns ',
  ]);
  assert.match(commands, /\bconns +-- Show sockets/);
  assert.match(options, /--columns +-- Columns to show/);
  assert.match(list, /\brecvQueue\b/);
  assert.doesNotMatch(list, /sendQueue/);
  assert.match(states, /TIME_WAIT/);
  assert.match(expression, /listening/);
  for (const name of interfaces.filter((each) => each.startsWith('l')))
    assert.ok(dev.split(/\s+/).includes(name), name);
  assert.match(counters, /TcpRetransSegs/);
  assert.match(perProcessor, /early_drop/);
  assert.match(anything, /\bsport\b/);
  assert.doesNotMatch(anything, /-[JVX]\b/, '_arguments options are offered as completions');
});

for (const shell of shells) {
  test(
    `${shell}: the script has no syntax error, and procnet completion prints it`,
    needs(shell),
    async () => {
      runShell(shell, ['-n', scripts[shell]]);
      const { out, err, code } = await runHere(['completion', shell]);
      assert.deepEqual([out, err, code], [readFileSync(scripts[shell], 'utf8'), '', 0]);
      assert.doesNotMatch(out, /[^\x20-\x7e\n]/);
    },
  );
}

test('completion takes one supported shell', async () => {
  for (const words of [[], ['tcsh'], ['bash', 'zsh']])
    assert.deepEqual((await runHere(['completion', ...words])).code, 2, words.join(' '));
});
