import { decodeName } from '../core/text.ts';

/** A network namespace kept alive by a mount, with or without processes, as made by `ip netns add`, docker and CNI. */
export type NamespaceMount = {
  /** The namespace's inode, as `lsns` shows it. */
  readonly inode: number;
  readonly path: string;
};

/** The kernel escapes white space and backslashes in octal (fs/proc_namespace.c, mangle). */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/**
 * The network namespaces in /proc/PID/mountinfo (fs/proc_namespace.c, show_mountinfo): nsfs rows with the root `net:[INODE]`.
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
