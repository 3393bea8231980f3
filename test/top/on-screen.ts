import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { command } from '../support/command.ts';

/** What the screen must show, and the next step: keys, a window size, a signal. */
export type Step = readonly [shown: string, action: string | readonly [rows: number, columns: number]];

export type OnScreen = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

/** `procnet top` with these arguments, for `onScreen`. */
export const top = (...args: readonly string[]): readonly string[] => [
  ...command,
  'top',
  '--interval',
  '200ms',
  ...args,
];

/** Runs a program on a pseudo-terminal of 80 columns and 24 rows, step by step; returns what was shown, and how it ended. */
export const onScreen = (
  argv: readonly string[],
  steps: readonly Step[],
  { env = {}, cwd = '.' }: OnScreen = {},
): { readonly out: string; readonly status: number } => {
  const script = resolve('test/top/top.py');
  const { stdout, stderr } = spawnSync('python3', [script, JSON.stringify(steps), ...argv], {
    encoding: 'utf8',
    cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm', LANG: 'C.UTF-8', ...env },
    timeout: 300_000,
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};
