import { Budget } from '../budget.ts';
import { type Document, writeDocument } from '../document.ts';
import { compress } from '../gzip.ts';
import { type Limits, limits } from '../limits.ts';
import { documentName, type Member } from '../members.ts';
import { pack, packOne } from '../tar.ts';

/** The contents of an archive: members, read while being packed, and the document, available after the last one. */
export type Source = {
  readonly startedAt: Date;
  members(): Iterable<Member>;
  document(): Document;
};

async function* within(budget: Budget, members: Iterable<Member>): AsyncGenerator<Member> {
  for (const member of members) {
    budget.member(member);
    yield member;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * The compressed archive in chunks. The document comes first although it is available last. This works because gzip files can
 * be concatenated (RFC 1952, 2.2), so the rest is compressed first. Holds the largest table and the result in memory. Throws
 * `ReadError` if it would exceed the reader's limits.
 */
export const archiveOf = async (source: Source, limit: Limits = limits): Promise<readonly Uint8Array[]> => {
  const mtime = new Date(Math.floor(source.startedAt.getTime() / 1000) * 1000);
  const budget = new Budget('this machine', limit);
  const [head, rest]: [Uint8Array[], Uint8Array[]] = [[], []];
  await compress(pack(within(budget, source.members()), mtime), (piece) => rest.push(piece));
  const document = { kind: 'file', path: documentName, bytes: writeDocument(source.document()) } as const;
  await compress(one(await packOne(document, mtime)), (piece) => head.push(piece));
  return [...head, ...rest];
};
