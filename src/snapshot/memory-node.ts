/** A file that existed but could not be read, or not completely. */
type Failure = { readonly code: string };
type Content = { readonly bytes: Uint8Array; readonly failure: Failure | null };
export type Node =
  | { readonly kind: 'directory'; readonly children: Map<string, Node>; inode: bigint }
  | ({ readonly kind: 'file'; inode: bigint } & Content)
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'failure'; readonly code: string };
export type Directory = Extract<Node, { kind: 'directory' }>;
export type Open = { readonly content: Content; readonly path: string; at: number };

/** Far above real descriptors, so that confusing the two is noticed. */
export const firstDescriptor = 1 << 30;
export const mostLinks = 8;

/** An error in the form Node.js uses for failed calls. */
export const failed = (code: string, call: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${call} '${path}'`), { code, path, syscall: call });

export const partsOf = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');
