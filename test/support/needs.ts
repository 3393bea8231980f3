import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

/** Milliseconds after which a program or a test counts as hung. No test measures speed, so this can be generous. */
export const hang = 300_000;

type TestOptions = { readonly timeout: number; readonly skip: string | false };

/** In continuous integration everything must be installed: nothing is skipped, so a missing program fails its test. */
export const isRequired = process.env['PROCNET_LIVE'] === 'require';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((directory) => isExecutable(`${directory}/${program}`));

export const isRoot: boolean = process.getuid?.() === 0;

/** Without root, a user namespace grants the rights; it must be entered before the network namespace it owns. */
export const unshareNetwork: readonly string[] = isRoot ? ['--net'] : ['--user', '--map-root-user', '--net'];

let namespaceAnswer: string | false | undefined;

const namespaceProblem = (): string | false => {
  const up = [...unshareNetwork, 'ip', 'link', 'set', 'lo', 'up'];
  const { status, stderr, error } = spawnSync('unshare', up, { encoding: 'utf8', timeout: hang });
  return status === 0 ? false : `cannot create network namespaces: ${error?.message ?? stderr.trim()}`;
};

const problemOf = (need: string): string | false => {
  if (need === 'root') return isRoot ? false : 'needs root';
  if (need === 'namespaces') {
    namespaceAnswer ??= namespaceProblem();
    return namespaceAnswer;
  }
  if (need.startsWith('/')) return existsSync(need) ? false : `${need} does not exist`;
  return isInstalled(need) ? false : `${need} is not installed`;
};

/** Options for a test that needs these programs, paths, `root` or `namespaces`: it is skipped if one is missing. */
export const needs = (...all: readonly string[]): TestOptions => ({
  timeout: hang,
  skip: isRequired ? false : (all.map(problemOf).find((problem) => problem !== false) ?? false),
});
