import type { FileSystem } from '../../source/filesystem.ts';

/** A network namespace and the processes in it. */
export type Namespace = {
  /** The lowest of `processes`, through whose `net` the tables are read. */
  readonly leader: number;
  readonly inode: bigint;
  readonly processes: readonly number[];
};

/** The processes in a procfs, in ascending order. */
export const processesIn = (files: FileSystem, root: string): readonly number[] => {
  const names = files.readdir(root).filter((name) => /^[1-9]\d{0,9}$/.test(name));
  return names.map(Number).sort((a, b) => a - b);
};

/** The same number for every process in a namespace (fs/proc/proc_net.c); null if it has none or has ended. */
const numberOf = (files: FileSystem, net: string): bigint | null => {
  try {
    return files.stat(`${net}/dev`).inode;
  } catch {
    return null;
  }
};

/** The namespaces of these processes, by leader. */
export const namespacesOf = (
  files: FileSystem,
  root: string,
  processes: readonly number[],
): readonly Namespace[] => {
  const found = new Map<bigint, number[]>();
  for (const pid of processes) {
    const inode = numberOf(files, `${root}/${pid}/net`);
    if (inode === null) continue;
    const members = found.get(inode);
    if (members === undefined) found.set(inode, [pid]);
    else members.push(pid);
  }
  return [...found].map(([inode, members]) => ({ leader: members[0]!, inode, processes: members }));
};

/** The one among them that these tables belong to. */
export const namespaceOf = (
  files: FileSystem,
  net: string,
  namespaces: readonly Namespace[],
): Namespace | undefined => {
  const inode = numberOf(files, net);
  return namespaces.find((namespace) => namespace.inode === inode);
};
