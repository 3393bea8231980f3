import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A version of Node.js, or the single executable, which needs none: what it is called in the tables, and its program. */
export type Node = { readonly name: string; readonly path: string; readonly isExecutable: boolean };

const versionOf = (path: string): string =>
  spawnSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).stdout.trim();

const node = (path: string): Node => ({ name: `Node ${versionOf(path)}`, path, isExecutable: false });

/** The package `node` holds the program; npx fetches it once and keeps it. */
const fetched = (version: string): Node | null => {
  const words = ['--yes', '--package', `node@${version}`, '--', 'node', '-p', 'process.execPath'];
  const { status, stdout } = spawnSync('npx', words, { encoding: 'utf8' });
  const path = stdout.trim();
  return status !== 0 || path === '' ? null : node(path);
};

/** What `npm run binary` has made for this machine, or PROCNET_BINARY. */
const executable = (): readonly Node[] => {
  const made = `.build/binary/${process.platform}-${process.arch}/procnet`;
  const path = process.env['PROCNET_BINARY'] ?? made;
  return existsSync(path) ? [{ name: 'executable', path, isExecutable: true }] : [];
};

/** The oldest that is supported, the one that most people have, and the newest; only this one if `isQuick`. */
export const nodes = (isQuick: boolean): readonly Node[] => {
  const found = isQuick ? [] : ['20', '24', 'latest'].map(fetched).filter((each) => each !== null);
  const byName = new Map([...found, node(process.execPath)].map((each) => [each.name, each]));
  const sorted = [...byName.values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  return [...sorted, ...executable()];
};
