import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { type Finished, live, type Namespace, withNamespace } from './support.ts';

/** The blocks of one language in the section on continuous integration. */
const section = /^## In CI\n([\s\S]*?)^## /m.exec(readFileSync('README.md', 'utf8'))![1]!;
const fences = [...section.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
const blocks = (language: string): string[] =>
  fences.filter(([, name]) => name === language).map(([, , text]) => text!);

/** A PATH on which `procnet` is the built command, and `npm` and `./server` do nothing and listen. */
const directory = mkdtempSync(join(tmpdir(), 'procnet-ci-'));
after(() => rmSync(directory, { recursive: true }));

const script = (name: string, text: string): void => {
  writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(directory, name), 0o755);
};
script('procnet', `exec ${process.execPath} ${resolve('bin/procnet.js')} "$@"`);
script('npm', 'exit 0');
script(
  'server',
  `exec python3 -c 'import socket, time; s = socket.socket(); s.bind(("127.0.0.1", 8080)); s.listen(); time.sleep(600)'`,
);

/** A step as a runner takes it: bash that stops at the first failure. What it started in the background ends with it. */
const step = (namespace: Namespace, lines: string, ...env: readonly string[]): Finished =>
  namespace.try(
    'env',
    `PATH=${directory}:${process.env['PATH']}`,
    ...env,
    'setsid',
    'bash',
    '--norc',
    '-e',
    '-c',
    `cd ${directory}\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${lines}`,
  );

const withListener = `./server & procnet wait listen :8080 --timeout 1m`;

test('the GitHub step of the README: annotations, a summary, and an exit code', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const steps = [...blocks('yaml')[0]!.matchAll(/^- run: (.*)$/gm)].map(([, line]) => line!);
    assert.equal(steps.length, 3);
    const summary = join(directory, 'summary.md');
    const env = ['GITHUB_ACTIONS=true', `GITHUB_STEP_SUMMARY=${summary}`];
    const { code, stdout, stderr } = step(namespace, steps.join('\n'), ...env);
    assert.equal(code, 0, stdout + stderr);
    assert.match(readFileSync(summary, 'utf8'), /^### procnet check\n/);
    const broken = step(namespace, `${steps[2]} 'listen :1'`, ...env);
    assert.equal(broken.code, 1);
    assert.match(broken.stdout, /^::error title=procnet check%3A listen %3A1::nothing listens on port 1$/m);
  }),
);

test('the GitLab job of the README writes the report that it names', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const job = blocks('yaml')[1]!;
    const lines = [...job.matchAll(/^ {4}- (.*)$/gm)].map(([, line]) => line!);
    assert.equal(lines.length, 3);
    const { code, stdout, stderr } = step(namespace, lines.join('\n'));
    assert.equal(code, 0, stdout + stderr);
    const path = /junit: (.*)$/m.exec(job)![1]!;
    assert.match(readFileSync(join(directory, path), 'utf8'), /<testsuites name="procnet check"/);
  }),
);

test('the Nagios and Icinga commands of the README print a plugin line', live('bash'), () =>
  withNamespace((namespace) => {
    const [text] = blocks('');
    const nagios = /command_line +(.*)$/m.exec(text!)![1]!;
    const icinga = (JSON.parse(/command = (\[.*\])/.exec(text!)![1]!) as string[]).join(' ');
    for (const command of [nagios, icinga]) {
      const { code, stdout } = step(namespace, command);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^PROCNET OK - 16 checks: [^|\n]* \| ('[a-z-]+'=\S+ ?)+\n$/);
    }
  }),
);

test('the Docker health check of the README', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const [, json] = /^HEALTHCHECK --interval=\d+s CMD (\[.*\])$/m.exec(blocks('dockerfile')[0]!)!;
    const command = (JSON.parse(json!) as string[]).map((word) => `'${word}'`).join(' ');
    assert.equal(step(namespace, command).code, 1);
    assert.equal(step(namespace, `${withListener}\n${command}`).code, 0);
  }),
);

test('the commands of the README for scripts', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const [first] = blocks('sh');
    for (const line of first!.trimEnd().split('\n')) {
      const command = line.replace(/ +# .*$/, '');
      const isReal = command.startsWith('procnet wait listen');
      const { code, stderr } = step(namespace, `${withListener}\n${command}${isReal ? '' : ' --help'}`);
      assert.equal(code, 0, `${command}: ${stderr}`);
    }
  }),
);
