import { parseAddress } from '../core/address.ts';
import { ReadError, UnsupportedError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { type Budget, counted } from './budget.ts';
import { type Document, readDocument } from './document.ts';
import type { SnapshotInfo } from './info.ts';
import { type Limits, limits, mebibytes } from './limits.ts';
import { documentName, isMemberLink, isMemberPath } from './members.ts';
import { MemoryFiles } from './memory-files.ts';
import { type RawMember, unpack } from './tar.ts';

/** The contents of an archive: the files, and the document's information about their machine. */
export type Snapshot = { readonly files: MemoryFiles; readonly info: SnapshotInfo };

/** Reads the members of an untrusted archive. */
class ArchiveReader {
  readonly tree = new MemoryFiles();
  readonly #path: string;
  readonly #budget: Budget;
  readonly #limits: Limits;
  document: Document | null = null;

  constructor(path: string, budget: Budget, within: Limits) {
    this.#path = path;
    this.#budget = budget;
    this.#limits = within;
  }

  refuse(why: string): never {
    throw new UnsupportedError(`${visible(this.#path)}: not a procnet snapshot: ${visible(why)}`, this.#path);
  }

  async take(member: RawMember): Promise<void> {
    this.#budget.name();
    const path = member.path.replace(/^(?:\.\/)+/, '').replace(/(?<=.)\/$/, '');
    if (Object.keys(member.attributes).some((name) => name.startsWith('GNU.sparse')))
      this.refuse(`${path} is a sparse file`);
    if (path === documentName) return this.#takeDocument(member);
    if (member.type === 'directory' && (path === '' || path === '.' || isMemberPath(path))) return;
    if (!isMemberPath(path)) this.refuse(`unexpected member ${path}`);
    if (member.type === 'symlink') this.#takeLink(path, member.target);
    else if (member.type === 'file') await this.#takeFile(path, member);
    else this.refuse(`${path} is neither a file nor a link (${member.type})`);
  }

  #takeLink(path: string, target: string): void {
    if (!isMemberLink(path, target)) this.refuse(`unexpected link ${path} to ${target}`);
    if (!this.tree.addLink(path, target)) this.refuse(`${path} occurs twice`);
  }

  async #takeFile(path: string, member: RawMember): Promise<void> {
    this.#budget.file(path, member.size);
    if (!this.tree.addFile(path, await this.#contents(member))) this.refuse(`${path} occurs twice`);
  }

  async #takeDocument(member: RawMember): Promise<void> {
    if (member.type !== 'file') this.refuse(`${documentName} is not a file`);
    if (this.document !== null) this.refuse(`${documentName} occurs twice`);
    if (member.size > this.#limits.document)
      this.refuse(`${documentName} is larger than ${mebibytes(this.#limits.document)}`);
    this.document = readDocument(await this.#contents(member), this.#path);
  }

  async #contents({ body }: RawMember): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of body) {
      this.#budget.contents(piece.length);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** Adds `self` and the log directories, which are not members themselves. */
  #addPlaces({ own, logs }: Pick<SnapshotInfo, 'own' | 'logs'>): void {
    if (own !== null) this.tree.addLink('proc/self', String(own));
    for (const [directory, names] of Object.entries(logs ?? {}))
      for (const name of names)
        if (!/[/\0]/.test(name)) this.tree.addDirectory(`var/log/${directory}/${name}`);
  }

  /** Checks the files against the document, and makes files that could not be read then fail now. */
  conclude(): Snapshot {
    const { document, tree } = this;
    if (document === null) return this.refuse(`it contains no ${documentName}`);
    for (const { path, code, bytes, inode } of document.files) {
      if (!isMemberPath(path)) this.refuse(`unexpected file ${path} in ${documentName}`);
      const size = tree.sizeOf(path);
      if ((size ?? 0) !== bytes) this.refuse(`${path} has ${size ?? 'no'} bytes; ${bytes} were written`);
      if (size !== null && inode !== null) tree.number(path, BigInt(inode));
      if (code !== null) tree.fail(path, code);
    }
    const { files, ...info } = document;
    if (info.addresses !== null)
      tree.keepAddresses(
        '/proc/net',
        info.addresses.map(({ address, ...rest }) => ({ ...rest, octets: parseAddress(address)! })),
      );
    this.#addPlaces(info);
    return { files: tree, info: { form: 'archive', problems: [], ...info } };
  }
}

/** The libraries' description of a damaged archive; null for our own errors and for bugs. */
const damage = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /truncated/i.test(error.message)) return 'it is truncated';
  if (code.startsWith('Z_')) return `damaged gzip data (${error.message})`;
  return code === '' && error.constructor === Error ? `damaged tar data (${error.message})` : null;
};

/** Reads an uncompressed tar archive. `path` names it in messages. */
export const readArchive = async (
  plain: AsyncIterable<Uint8Array>,
  path: string,
  budget: Budget,
  within: Limits = limits,
): Promise<Snapshot> => {
  const reader = new ArchiveReader(path, budget, within);
  for await (const member of unpack(counted(plain, (bytes) => budget.unpacked(bytes))))
    await reader.take(member);
  return reader.conclude();
};

/** Runs `read`, converting errors about a damaged archive to `ReadError`. */
export const explainDamage = async <T>(path: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    const why = damage(error);
    if (why === null) throw error;
    throw new ReadError(`${visible(path)}: cannot be read: ${why}`, 'EBADMSG', path);
  }
};
