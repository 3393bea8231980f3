import assert from 'node:assert/strict';
import type { Holder } from '../../src/core/column.ts';
import type { HolderIndex } from '../../src/lookup/processes/processes.ts';
import { findHolders } from '../support/find-holders.ts';
import { type Entry, FakeFiles } from './fake-files.ts';

const statOf = (pid: number, name: string, started: number): string =>
  `${pid} (${name}) S 1 ${pid} ${pid} 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 ${started} 9 9 184 0 0\n`;

/** A process as procfs shows it: its links by descriptor. */
export const processOf = (
  pid: number,
  name: string,
  links: Readonly<Record<number, Entry | string>>,
  started: () => number = () => 100,
): Record<string, Entry> => ({
  [`/proc/${pid}/comm`]: `${name}\n`,
  [`/proc/${pid}/stat`]: () => statOf(pid, name, started()),
  ...Object.fromEntries(
    Object.entries(links).map(([fd, link]) => [
      `/proc/${pid}/fd/${fd}`,
      typeof link === 'string' ? { link } : link,
    ]),
  ),
});

export const init = processOf(1, 'init', { 0: '/dev/null' });

export const lookAt = (files: FakeFiles, live = true): HolderIndex =>
  findHolders({ files, procRoot: '/proc', live });

export const indexOf = (tree: Record<string, Entry>): HolderIndex => {
  const files = new FakeFiles(tree);
  const index = lookAt(files);
  assert.equal(files.leaked, 0, 'a file was left open');
  return index;
};

export const holder = (pid: number, name: string, fd: number): Holder => ({ pid, name, fd });

/** Holders as plain values, without their lazily read aliases. */
export const holdersOf = (index: HolderIndex, inode: number): readonly Holder[] | null =>
  index.holders(inode)?.map(({ pid, name, fd }) => ({ pid, name, fd })) ?? null;
