import { spawnSync } from 'node:child_process';

/** A version of Node.js: what it is called in the tables, and its program. */
export type Node = { readonly name: string; readonly path: string };

const own: Node = { name: `Node ${process.versions.node.split('.')[0]}`, path: process.execPath };

/** The package `node` holds the program; npx fetches it once and keeps it. */
const fetched = (version: string): Node | null => {
  const words = ['--yes', '--package', `node@${version}`, '--', 'node', '-p', 'process.execPath'];
  const { status, stdout } = spawnSync('npx', words, { encoding: 'utf8' });
  const path = stdout.trim();
  if (status !== 0 || path === '') return null;
  const { stdout: number } = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return { name: `Node ${number.split('.')[0]}`, path };
};

/** The oldest that is supported, the one that most people have, and the newest; only this one if `isQuick`. */
export const nodes = (isQuick: boolean): readonly Node[] => {
  const found = isQuick ? [] : ['20', '24', 'latest'].map(fetched).filter((node) => node !== null);
  return [...new Map([...found, own].map((node) => [node.name, node])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
};
