/** The name of the first member. */
export const documentName = 'procnet-snapshot.json';

/** A file or link in a snapshot. Paths start with `proc/` or `sys/`. */
export type Member =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

const longestPath = 255;

/** Whether a path stays below the directory it is unpacked into, on any system. */
const isInside = (path: string): boolean =>
  path.length <= longestPath &&
  !path.includes('\0') &&
  !path.includes('\\') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Whether a snapshot may contain a file or directory with this path. */
export const isMemberPath = (path: string): boolean => isInside(path) && /^(?:proc|sys)(?:\/|$)/.test(path);

/** The links a snapshot may contain. None leads out of it; they name a socket, a namespace, or a sibling. */
const links: readonly (readonly [path: RegExp, target: RegExp])[] = [
  [/^proc\/\d+(?:\/task\/\d+)?\/fd\/\d+$/, /^socket:\[\d{1,20}\]$/],
  [/^proc\/net$/, /^\d+\/net$/],
  [/^proc\/\d+\/net$/, /^\.\.\/\d+\/net$/],
  [/^proc\/\d+\/ns\/net$/, /^net:\[\d{1,20}\]$/],
  // Only the base name of the executable, because its path is private and an absolute link leads outside.
  [/^proc\/\d+\/exe$/, /^(?!\.{1,2}$)[^/\0]{1,255}$/],
];

export const isMemberLink = (path: string, target: string): boolean =>
  isInside(path) && links.some(([from, to]) => from.test(path) && to.test(target));
