import { decodeName } from '../core/text.ts';

/** A network namespace that a mount keeps, with or without processes: `ip netns add`, docker and CNI make such mounts. */
export type NamespaceMount = {
  /** The inode of the namespace itself, as `lsns` shows it. */
  readonly inode: number;
  readonly path: string;
};

/** The kernel writes blanks, line feeds and backslashes in octal (fs/proc_namespace.c, mangle). */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/**
 * The network namespaces in /proc/PID/mountinfo (fs/proc_namespace.c, show_mountinfo): rows of the type nsfs, whose root is
 * `net:[INODE]`.
 */
export const namespaceMounts = (bytes: Uint8Array): readonly NamespaceMount[] => {
  const found: NamespaceMount[] = [];
  for (const line of decodeName(bytes, 0, bytes.length).split('\n')) {
    const [, , , root = '', path = ''] = line.split(' ', 5);
    const inode = /^net:\[(\d+)\]$/.exec(root)?.[1];
    if (inode !== undefined && / - nsfs /.test(line))
      found.push({ inode: Number(inode), path: unescaped(path) });
  }
  return found;
};
