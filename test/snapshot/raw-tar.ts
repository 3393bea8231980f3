/** A member as raw bytes, valid or not: what the package under test would not write. */
export type RawEntry = {
  readonly name: string;
  readonly body?: string;
  /** The size claimed in the header; by default the body's. */
  readonly size?: number;
  readonly type?: string;
  readonly link?: string;
};

const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, '0');

/** One header block (POSIX.1-1988, ustar) and its body. */
export const rawEntry = ({ name, body = '', size, type = '0', link = '' }: RawEntry): Buffer => {
  const content = Buffer.from(body, 'latin1');
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'latin1');
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size ?? content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(type, 156);
  header.write(link, 157, 100, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc(-content.length & 511)]);
};

export const endOfTar: Buffer = Buffer.alloc(1024);

export const rawTar = (...entries: readonly RawEntry[]): Buffer =>
  Buffer.concat([...entries.map(rawEntry), endOfTar]);

type FileClaim = {
  readonly path: string;
  readonly bytes?: number;
  readonly state?: string;
  readonly code?: string;
};

/** A document that matches these files. */
export const documentOf = (files: readonly FileClaim[] = [], changes: object = {}): RawEntry => ({
  name: 'procnet-snapshot.json',
  body: JSON.stringify({
    schema: 'procnet-snapshot@1',
    namespaces: [{ leader: 1, inode: null }],
    allNamespaces: false,
    processes: false,
    files: files.map((file) => ({ state: 'ok', bytes: 0, ...file })),
    ...changes,
  }),
});
