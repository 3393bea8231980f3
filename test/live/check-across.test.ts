import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { check } from '../../src/index.ts';
import { command } from '../support/command.ts';
import { hang } from '../support/needs.ts';
import type { Found } from './findings.ts';
import { live, type Namespace, withNamespace } from './support.ts';

type FoundThere = Found & { readonly netns: string; readonly container: string | null };

const run = (...words: readonly string[]): { code: number | null; stdout: string; stderr: string } => {
  const [program, ...first] = command;
  const { status, stdout, stderr } = spawnSync(program, [...first, 'check', ...words], {
    encoding: 'utf8',
    timeout: hang,
  });
  return { code: status, stdout, stderr };
};

const foundIn = (namespace: Namespace, all: readonly FoundThere[]): readonly FoundThere[] =>
  all.filter(({ netns }) => netns === String(namespace.pid));

const listener = `
import socket, sys
s = socket.socket(); s.bind(("0.0.0.0", int(sys.argv[1]))); s.listen()
print("ready")
sys.stdin.read()
`;

/** In one namespace a database listens on every address; in the other nothing does. */
const withSickAndHealthy = (use: (sick: Namespace, healthy: Namespace) => Promise<void>): Promise<void> =>
  withNamespace((sick) =>
    withNamespace(async (healthy) => {
      await sick.python(listener, '5432');
      await use(sick, healthy);
    }),
  );

test('check --all-netns reports the namespace of each finding', live('python3', 'root'), () =>
  withSickAndHealthy(async (sick, healthy) => {
    const words = ['--all-netns', '--interval', '0'];
    const all: FoundThere[] = JSON.parse(run('exposed', 'default-route', ...words, '--json').stdout);
    const status = (namespace: Namespace): readonly string[] =>
      foundIn(namespace, all).map((found) => `${found.rule} ${found.status}`);
    assert.deepEqual(status(sick), ['default-route skip', 'exposed warn']);
    assert.deepEqual(status(healthy), ['default-route skip', 'exposed pass']);
    const exposed = foundIn(sick, all)[1]!;
    assert.deepEqual(Object.keys(exposed).slice(0, 3), ['netns', 'container', 'rule']);
    assert.deepEqual(
      exposed.evidence.map((row) => [row['localPort'], row['netns']]),
      [[5432, undefined]],
    );
    const alone = sick.procnet('check', 'exposed', '--interval', '0', '--json').stdout;
    const [{ sources: _, evidence: __, ...there }] = JSON.parse(alone) as [Found & { sources: unknown }];
    const { netns, container, sources, evidence, ...same } = exposed as FoundThere & { sources: string[] };
    assert.deepEqual(same, there);
    assert.ok(
      sources.every((path) => path.startsWith(`/proc/${sick.pid}/net/`)),
      sources.join(),
    );
    const text = run('exposed', ...words).stdout;
    assert.match(text, new RegExp(`^WARN +exposed in ${sick.pid}: .*5432`, 'm'));
    assert.doesNotMatch(text, /PASS|SKIP/);
    assert.equal(run('exposed', ...words, '--fail-on', 'warning').code, 1);
  }),
);

test('a host-wide rule is checked once, and a condition in every namespace', live('python3', 'root'), () =>
  withSickAndHealthy(async (sick, healthy) => {
    const words = ['--all-netns', '--interval', '0', '--json'];
    const hosts: FoundThere[] = JSON.parse(run('tcp-memory', ...words).stdout);
    assert.equal(hosts.filter(({ rule }) => rule === 'tcp-memory').length, 1);
    const all = (await check({
      conditions: 'listen :5432',
      allNetns: true,
      interval: 0,
    })) as unknown as FoundThere[];
    assert.deepEqual(
      [sick, healthy].map((namespace) => foundIn(namespace, all).map(({ status }) => status)),
      [['pass'], ['critical']],
    );
    const names = all.map(({ rule, netns }) => `${rule} ${netns}`);
    assert.equal(new Set(names).size, names.length);
  }),
);

test('check --netns and --all-netns cannot be used together', () => {
  const { code, stderr } = run('--netns', '1', '--all-netns');
  assert.deepEqual([code, stderr], [2, 'procnet: --netns and --all-netns cannot be used together\n']);
});
