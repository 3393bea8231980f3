import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs every test that starts the command, and those in this folder, against the executable of PROCNET_BIN or a new one. */
const root = '.build/test';
const command = join(root, 'support/command.js');
const blackBox = join(root, 'cli/black-box.js');
const importOf = /^import (.*?) from '(\.[^']+)';$/gm;

/** Most tests use only `withTree` and the like from there. */
const startsIt = /\b(?:procnet|shell|python)\b/;

const answers = new Map<string, boolean>();

const findOut = (path: string): boolean => {
  // Programs in strings import, too.
  if (!path.startsWith(`${root}/`) || !existsSync(path)) return false;
  return [...readFileSync(path, 'utf8').matchAll(importOf)].some(([, names = '', target = '']) => {
    const imported = join(dirname(path), target);
    if (imported === command) return true;
    return imported === blackBox ? startsIt.test(names) : starts(imported);
  });
};

const starts = (path: string): boolean => {
  const known = answers.get(path);
  if (known !== undefined) return known;
  answers.set(path, false);
  const found = findOut(path);
  answers.set(path, found);
  return found;
};

const compiled = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
const files = compiled
  .filter((path) => path.endsWith('.exec.js') || (path.endsWith('.test.js') && starts(path)))
  .toSorted();

/** The first token that it prints is the path. */
const built = (): string =>
  execFileSync(process.execPath, ['src/build/binary.js'], { encoding: 'utf8' }).split(' ')[0]!;

const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    `--test-concurrency=${availableParallelism() + 1}`,
    '--test-timeout=1200000',
    `--test-reporter=./${root}/support/reporter.js`,
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, PROCNET_BIN: process.env['PROCNET_BIN'] ?? built() } },
);
process.exitCode = status ?? 1;
