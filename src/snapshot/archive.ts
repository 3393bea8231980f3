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

/** What is in an archive: the files, and what the document says of the machine they come from. */
export type Snapshot = { readonly files: MemoryFiles; readonly info: SnapshotInfo };

/** Takes the members of one archive in, and believes none of them. */
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

  /** Names that stand for something else on a machine: the reader's own process, directories of logs. */
  #addPlaces({ own, logs }: Pick<SnapshotInfo, 'own' | 'logs'>): void {
    if (own !== null) this.tree.addLink('proc/self', String(own));
    for (const [directory, names] of Object.entries(logs ?? {}))
      for (const name of names)
        if (!/[/\0]/.test(name)) this.tree.addDirectory(`var/log/${directory}/${name}`);
  }

  /** Checks the files against the document, and makes what could not be read then fail now. */
  conclude(): Snapshot {
    const { document, tree } = this;
    if (document === null) return this.refuse(`it holds no ${documentName}`);
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

/** What the packages say of a damaged archive; null for our own errors and for bugs. */
const damage = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /truncated/i.test(error.message)) return 'it is cut off';
  if (code.startsWith('Z_')) return `damaged gzip data (${error.message})`;
  return code === '' && error.constructor === Error ? `damaged tar data (${error.message})` : null;
};

/** Reads a tar archive, decompressed already. `path` names it in messages. */
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

/** Runs `read`; a damaged archive becomes a `ReadError` that says so. */
export const explainDamage = async <T>(path: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    const why = damage(error);
    if (why === null) throw error;
    throw new ReadError(`${visible(path)}: cannot be read: ${why}`, 'EBADMSG', path);
  }
};
