import assert from 'node:assert/strict';
import type { Namespace } from './support.ts';

export type Found = {
  readonly rule: string;
  readonly status: string;
  readonly value: number | null;
  readonly scope: string;
  readonly message: string;
  readonly advice: string | null;
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
};

/** What `procnet check` finds in the namespace, whatever its exit code. */
export const findingsIn = (namespace: Namespace, ...words: readonly string[]): readonly Found[] => {
  const interval = words.includes('--interval') ? [] : ['--interval', '1s'];
  const { stdout, stderr } = namespace.procnet('check', '--json', ...interval, ...words);
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};

export const ruleIn = (namespace: Namespace, rule: string, ...words: readonly string[]): Found => {
  const [found] = findingsIn(namespace, rule, ...words);
  assert.equal(found?.rule, rule);
  return found;
};

export const healthy = (namespace: Namespace, rule: string): void => {
  const { status, message } = ruleIn(namespace, rule);
  assert.equal(status, 'pass', `${rule}: ${message}`);
};

export const wrongIn = (findings: readonly Found[]): readonly string[] =>
  findings
    .filter(({ status }) => status !== 'pass' && status !== 'skip')
    .map(({ rule, status }) => `${rule}: ${status}`);
