import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { blocksIn, commandsIn, healthy, program, sectionOf, step } from './readme-commands.ts';
import { live, type Namespace, withNamespace } from './support.ts';

program('ssh', 'shift; exec sh -c "$*"');

/** A table's two-cell rows, each cell as the commands in its backticks. */
const rowsOf = (section: string): readonly (readonly [readonly string[], readonly string[]])[] =>
  [...section.matchAll(/^\| (`.*`) \| (`.*`) \|$/gm)].map(([, left, right]) => {
    const commands = (cell: string): string[] =>
      [...cell.replaceAll('\\|', '|').matchAll(/`([^`]*)`/g)].map(([, command]) => command!);
    return [commands(left!), commands(right!)];
  });

/** Placeholders for the reader's own values. */
const filledIn = (command: string, { pid }: Namespace, name: string): string =>
  command
    .replace(/^--netns NAME$/, `procnet conns -tln --netns ${name}`)
    .replaceAll('PID', String(pid))
    .replaceAll('NAME', name)
    .replaceAll('3f2a9c', String(pid))
    .replace('; …;', '; true;')
    .replace('--interval 10', '--interval 1')
    .replace('sleep 10', 'sleep 1');

/** A namespace with a name in `ip netns` and a service in it. */
const withService = (use: (namespace: Namespace, name: string) => void): Promise<void> =>
  withNamespace(async (namespace) => {
    await namespace.python(healthy);
    namespace.exec('ip', 'route', 'add', 'default', 'dev', 'lo');
    const name = `readme-${namespace.pid}`;
    assert.equal(spawnSync('ip', ['netns', 'attach', name, String(namespace.pid)]).status, 0);
    try {
      use(namespace, name);
    } finally {
      spawnSync('ip', ['netns', 'delete', name]);
    }
  });

/** What a command must print, if success alone is not enough. */
const expected: Readonly<Record<string, RegExp>> = {
  'procnet conns -tulpn': /127\.0\.0\.1:8080 .*python3/,
  'procnet conns -tlp --port 8080': /127\.0\.0\.1:8080 .*python3/,
  'procnet conns -s': /LISTEN +2/,
  'procnet sockstat': /^ipv4 +TCP +2 /m,
  "procnet snmp -z '*Retrans*'": /RetransSegs/,
  'procnet ifstat': /^lo /m,
  'procnet routes default': /^ipv4 +default +- +lo /m,
  'procnet routes get 192.0.2.1': /^ipv4 +default +- +lo /m,
  'procnet addrs': /127\.0\.0\.1/,
  'procnet netns': /readme-\d+/,
  'procnet conns -tln --netns PID': /127\.0\.0\.1:5432/,
  '--netns NAME': /127\.0\.0\.1:5432/,
};

/** `diff` exits with 1 if anything has changed, even one counter. */
const succeeded = (line: string, code: number | null): boolean =>
  code === 0 || (code === 1 && line.includes('procnet diff'));

const programs = ['ss', 'netstat', 'lsof', 'nstat', 'ip', 'arp', 'conntrack', 'lsns', 'jq', 'awk'];

test(
  'each command in the table of other tools runs as written',
  live('root', 'bash', 'python3', ...programs),
  () =>
    withService((namespace, name) => {
      const rows = rowsOf(sectionOf('Coming from other tools'));
      assert.ok(rows.length >= 10);
      for (const [, commands] of rows)
        for (const command of commands) {
          const line = filledIn(command, namespace, name);
          const { code, stdout, stderr } = step(namespace, line);
          assert.ok(succeeded(line, code), `${line}: ${code} ${stderr}`);
          assert.match(stdout, expected[command] ?? /^/, line);
        }
    }),
);

test('counting states as awk did gives the same counts', live('bash', 'python3', 'awk'), () =>
  withService((namespace) => {
    const [[[awk], [ours]]] = rowsOf(sectionOf('Coming from other tools')) as [[[string], [string]]];
    const counts = (text: string): number[] =>
      [...text.matchAll(/^\s*(\d+) [0-9A-F]{2}$|^\S+ +(\d+)$/gm)].map(([, first, last]) =>
        Number(first ?? last),
      );
    const theirs = counts(step(namespace, awk).stdout);
    assert.deepEqual(theirs, [2]);
    assert.deepEqual(counts(step(namespace, `${ours} -4`).stdout), theirs);
  }),
);

for (const heading of ['Namespaces and containers', 'Another moment, another machine', 'With jq'])
  test(`the "${heading}" commands run as written`, live('root', 'bash', 'python3', 'jq'), () =>
    withService((namespace, name) => {
      const lines = blocksIn(sectionOf(heading), 'sh').flatMap(commandsIn);
      assert.ok(lines.length >= 4);
      for (const line of lines) {
        const { code, stdout, stderr } = step(namespace, filledIn(line, namespace, name));
        assert.ok(succeeded(line, code), `${line}: ${code} ${stdout} ${stderr}`);
      }
    }),
  );
