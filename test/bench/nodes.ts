import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A version of Node.js, or the single executable, which needs none: its name in the tables, and its program. */
export type Node = { readonly name: string; readonly path: string; readonly isExecutable: boolean };

const versionOf = (path: string): string =>
  spawnSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).stdout.trim();

const node = (path: string): Node => ({ name: `Node ${versionOf(path)}`, path, isExecutable: false });

/** The `node` package holds the program; npx downloads it once and caches it. */
const fetched = (version: string): Node | null => {
  const words = ['--yes', '--package', `node@${version}`, '--', 'node', '-p', 'process.execPath'];
  const { status, stdout } = spawnSync('npx', words, { encoding: 'utf8' });
  const path = stdout.trim();
  return status !== 0 || path === '' ? null : node(path);
};

/** The output of `npm run binary` for this machine, or PROCNET_BINARY. */
const executable = (): readonly Node[] => {
  const made = `.build/binary/${process.platform}-${process.arch}/procnet`;
  const path = process.env['PROCNET_BINARY'] ?? made;
  return existsSync(path) ? [{ name: 'executable', path, isExecutable: true }] : [];
};

/** The oldest supported version, the most common one, and the newest; only this one if `isQuick`. */
export const nodes = (isQuick: boolean): readonly Node[] => {
  const found = isQuick ? [] : ['20', '24', 'latest'].map(fetched).filter((each) => each !== null);
  const byName = new Map([...found, node(process.execPath)].map((each) => [each.name, each]));
  const sorted = [...byName.values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  return [...sorted, ...executable()];
};
