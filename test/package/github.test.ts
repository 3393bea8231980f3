import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { withTree } from '../cli/black-box.ts';
import { hang, needs } from '../support/needs.ts';

type Parsed = { readonly context: { readonly errors: { getErrors(): readonly Error[] } } };
type Parser = (file: { readonly name: string; readonly content: string }, trace: unknown) => Parsed;

const folder = '.build/github';
const parsers = new Map<string, { readonly parse: Parser; readonly trace: unknown }>();

/** GitHub's own parser is written for bundlers: Node.js rejects its JSON imports. */
const load = async (kind: string, file: string): Promise<void> => {
  const source = resolve('node_modules/@actions/workflow-parser/dist');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}/${kind}.js`,
    `export * from '${source}/${file}';\nexport { NoOperationTraceWriter } from '${source}/templates/trace-writer.js';\n`,
  );
  const bundle = await rolldown({ input: resolve(`${folder}/${kind}.js`), platform: 'node' });
  await bundle.write({ file: `${folder}/${kind}.mjs`, format: 'esm' });
  const made = await import(pathToFileURL(`${folder}/${kind}.mjs`).href);
  parsers.set(kind, {
    parse: made[kind === 'workflow' ? 'parseWorkflow' : 'parseAction'],
    trace: new made.NoOperationTraceWriter(),
  });
};

before(async () => {
  await load('workflow', 'workflows/workflow-parser.js');
  await load('action', 'actions/action-parser.js');
});

const errorsOf = (name: string, content: string): readonly string[] => {
  const { parse, trace } = parsers.get(name.endsWith('/action.yml') ? 'action' : 'workflow')!;
  return parse({ name, content }, trace)
    .context.errors.getErrors()
    .map(({ message }) => message);
};

const action = '.github/actions/check/action.yml';
const files = [...readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`), action];
const textOf = (path: string): string => readFileSync(path, 'utf8');

for (const path of files)
  test(`GitHub's parser accepts ${path}`, () => {
    assert.deepEqual(errorsOf(path, textOf(path)), []);
    const broken = textOf(path).replace(/\brun:/, 'runs:');
    assert.notDeepEqual(errorsOf(path, broken), []);
  });

test('scripts receive values through the environment, never as script text', () => {
  const whole = /^\s+(?!run\b)[\w-]+: \$\{\{ [\w.-]+ \}\}$/;
  const pasted = files.flatMap((path) =>
    textOf(path)
      .split('\n')
      .filter((line) => line.includes('${{') && !whole.test(line))
      .map((line) => `${path}: ${line}`),
  );
  assert.deepEqual(pasted, []);
});

/** The action's scripts, as written. */
const scripts = (): readonly string[] =>
  [...textOf(action).matchAll(/^ {6}run: \|\n((?: {8}.*\n)+)/gm)].map(([, lines]) =>
    lines!.replace(/^ {8}/gm, ''),
  );

/** Programs that record their arguments, each on a line as JSON. */
const recorder = `#!/usr/bin/env python3
import json, sys
open('calls', 'a').write(json.dumps([sys.argv[0].split('/')[-1], *sys.argv[1:]]) + '\\n')
`;

const runAction = (
  programs: readonly string[],
  inputs: Readonly<Record<string, string>>,
  steps: readonly string[] = scripts(),
) => {
  const given: Record<string, string> = {};
  const defaults = { VERSION: 'latest', CHECK: '', SKIP: '', SET: '', FAIL_ON: 'critical', REPORT: '' };
  for (const [name, value] of Object.entries({ ...defaults, ...inputs })) given[`INPUT_${name}`] = value;
  let calls: readonly (readonly string[])[] = [];
  let isPwned = false;
  return withTree({}, (directory) => {
    for (const name of programs) {
      writeFileSync(join(directory, name), recorder);
      chmodSync(join(directory, name), 0o755);
    }
    for (const script of steps) {
      const argv = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script];
      const env = { PATH: `${directory}:/usr/bin:/bin`, ...given };
      const { status, stderr } = spawnSync('bash', argv, {
        cwd: directory,
        env,
        encoding: 'utf8',
        timeout: hang,
      });
      assert.deepEqual([status, stderr], [0, '']);
    }
    isPwned = existsSync(join(directory, 'pwned'));
    calls = readFileSync(join(directory, 'calls'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }).then(() => ({ calls, isPwned }));
};

test('the action checks all rules by default', needs('bash', 'python3'), async () => {
  const { calls } = await runAction(['procnet'], {});
  assert.deepEqual(calls, [['procnet', 'check', '--format=github', '--fail-on=critical', '--']]);
});

test('hostile inputs of the action remain plain arguments', needs('bash', 'python3'), async () => {
  const evil = [
    '$(touch pwned)',
    '`touch pwned`',
    '"; touch pwned; "',
    "'; touch pwned; '",
    '* ~ $HOME \\',
    '--help',
  ];
  const { calls, isPwned } = await runAction(['procnet'], {
    CHECK: `${evil.join('\n')}\n\n`,
    SKIP: evil[0]!,
    SET: `${evil[1]}\n${evil[2]}`,
    FAIL_ON: evil[3]!,
    REPORT: evil[4]!,
  });
  assert.equal(isPwned, false);
  assert.deepEqual(calls, [
    [
      ...['procnet', 'check', '--format=github', `--fail-on=${evil[3]}`, `--report=${evil[4]}`],
      ...[`--skip=${evil[0]}`, `--set=${evil[1]}`, `--set=${evil[2]}`, '--', ...evil],
    ],
  ]);
});

test(
  'the action installs the requested version if procnet is missing',
  needs('bash', 'python3'),
  async () => {
    const version = '1.0.0 $(touch pwned)';
    const { calls, isPwned } = await runAction(['npm'], { VERSION: version }, scripts().slice(0, 1));
    assert.deepEqual([calls.length, calls[0]?.[0], calls[0]?.at(-1)], [1, 'npm', `procnet@${version}`]);
    assert.equal(isPwned, false);
  },
);
