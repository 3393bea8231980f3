import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  blocksIn,
  commandsIn,
  directory,
  healthy,
  program,
  sectionOf,
  sick,
  step,
} from './readme-commands.ts';
import { eventually, live, type Namespace, withNamespace } from './support.ts';

const section = sectionOf('In CI') + readFileSync('src/docs/CI.md', 'utf8');
const yaml = blocksIn(section, 'yaml');
const withListener = `./server & procnet wait listen :8080 --timeout 1m`;

program(
  'server',
  `exec python3 -c 'import socket, time; s = socket.socket(); s.bind(("127.0.0.1", 8080)); s.listen(); time.sleep(600)'`,
);

/** Runs `use` in a namespace with a service that leaks connections, and whose counters show it. */
const withSickness = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace(async (namespace) => {
    await namespace.python(sick);
    await eventually(() => {
      const [drops] = namespace.rows('snmp', 'TcpExtListenDrops');
      assert.ok(Number(drops?.['value']) > 0);
      assert.equal(namespace.rows('conns', '--state', 'close-wait').length, 120);
    });
    use(namespace);
  });

test('the README’s GitHub step: annotations, a summary, and an exit code', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const steps = [...yaml[0]!.matchAll(/^- run: (.*)$/gm)].map(([, line]) => line!);
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

test('the README’s GitHub step fails if connections leak', live('python3', 'bash'), () =>
  withSickness((namespace) => {
    const { code, stdout } = step(namespace, /^- run: (procnet check .*)$/m.exec(yaml[0]!)![1]!);
    assert.equal(code, 1);
    assert.match(stdout, /^::error title=procnet check%3A close-wait::/m);
  }),
);

const gitlab = [...yaml[1]!.matchAll(/^ {4}- (.*)$/gm)].map(([, line]) => line!);
const reportOf = (): string => readFileSync(join(directory, /junit: (.*)$/m.exec(yaml[1]!)![1]!), 'utf8');

test('the README’s GitLab job writes its report file', live('python3', 'bash'), async () => {
  assert.equal(gitlab.length, 3);
  await withNamespace((namespace) => {
    const { code, stdout, stderr } = step(namespace, gitlab.join('\n'));
    assert.equal(code, 0, stdout + stderr);
    assert.match(reportOf(), /<testsuites name="procnet check"[^>]* failures="0"/);
  });
  await withSickness((namespace) => {
    assert.equal(step(namespace, gitlab[2]!).code, 1);
    assert.match(reportOf(), /<testcase [^>]*name="close-wait"[^>]*>\s*<failure /);
  });
});

test('the README’s Nagios and Icinga commands print a plugin line', live('python3', 'bash'), async () => {
  const [text] = blocksIn(section, '');
  const nagios = /command_line +(.*)$/m.exec(text!)![1]!;
  const icinga = (JSON.parse(/command = (\[.*\])/.exec(text!)![1]!) as string[]).join(' ');
  for (const command of [nagios, icinga]) {
    await withNamespace((namespace) => {
      const { code, stdout } = step(namespace, command);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^PROCNET OK - 16 checks: [^|\n]* \| ('[a-z-]+'=\S+ ?)+\n$/);
    });
    await withSickness((namespace) => {
      const { code, stdout } = step(namespace, command);
      assert.equal(code, 2, stdout);
      assert.match(stdout, /^PROCNET CRITICAL - .*close-wait.* \| .*'close-wait'=120/);
    });
  }
});

test('the README’s Docker health check', live('python3', 'bash'), () =>
  withNamespace((namespace) => {
    const dockerfile = blocksIn(section, 'dockerfile')[0]!;
    const [, json] = /^HEALTHCHECK --interval=\d+s CMD (\[.*\])$/m.exec(dockerfile)!;
    const command = (JSON.parse(json!) as string[]).map((word) => `'${word}'`).join(' ');
    assert.equal(step(namespace, command).code, 1);
    assert.equal(step(namespace, `${withListener}\n${command}`).code, 0);
  }),
);

const commands = blocksIn(section, 'sh').flatMap(commandsIn);
/** Shortens a time-out of half a minute. */
const impatient = (command: string): string =>
  command.startsWith('procnet wait') ? `${command.replace(/ --timeout \S+/, '')} --timeout 300ms` : command;

test('the README’s script commands succeed on a healthy system', live('python3', 'bash'), () =>
  withNamespace(async (namespace) => {
    const service = await namespace.python(healthy);
    for (const command of commands.filter((each) => !each.includes('free :8080'))) {
      const { code, stdout, stderr } = step(namespace, command);
      assert.equal(code, 0, `${command}: ${stdout}${stderr}`);
    }
    await service.stop();
    const [free] = commands.filter((each) => each.includes('free :8080'));
    await eventually(() => assert.equal(step(namespace, free!).code, 0));
  }),
);

test('the README’s script commands fail if something is wrong', live('python3', 'bash'), async () => {
  const findsListener = (command: string): boolean => /^procnet (wait listen|conns -tl )/.test(command);
  const comparesOnly = (command: string): boolean => command.includes('--since');
  const sought = commands.filter((each) => !findsListener(each) && !comparesOnly(each));
  assert.ok(sought.length >= 5, sought.join('\n'));
  await withSickness((namespace) => {
    for (const command of sought) {
      const { code, stdout, stderr } = step(namespace, impatient(command));
      assert.equal(code, 1, `${command}: ${stdout}${stderr}`);
    }
  });
  await withNamespace((namespace) => {
    for (const command of commands.filter(findsListener))
      assert.equal(step(namespace, impatient(command)).code, 1, command);
  });
});
