import { createTarDecoder, createTarPacker, packTar, type TarHeader } from 'modern-tar';
import type { Member } from './members.ts';

/** Two zero blocks at the end of an archive. */
const endOfArchive = 1024;

/** Headers contain nothing about the writing machine, so the same members always give the same bytes. */
const headerOf = (member: Member, mtime: Date): TarHeader => ({
  name: member.path,
  mtime,
  uid: 0,
  gid: 0,
  ...(member.kind === 'file'
    ? { type: 'file', mode: 0o644, size: member.bytes.length }
    : { type: 'symlink', mode: 0o777, size: 0, linkname: member.target }),
});

/** One member, without the end-of-archive marker, because others follow. */
export const packOne = async (member: Member & { kind: 'file' }, mtime: Date): Promise<Uint8Array> => {
  const archive = await packTar([{ header: headerOf(member, mtime), body: member.bytes }]);
  return archive.subarray(0, -endOfArchive);
};

/** A whole archive in chunks. Holds one member in memory. */
export async function* pack(members: AsyncIterable<Member>, mtime: Date): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker();
  const feed = async (): Promise<void> => {
    try {
      for await (const member of members) {
        const body = controller.add(headerOf(member, mtime)).getWriter();
        if (member.kind === 'file' && member.bytes.length > 0) await body.write(member.bytes);
        await body.close();
      }
      controller.finalize();
    } catch (error) {
      controller.error(error);
    }
  };
  const fed = feed();
  yield* readable;
  await fed;
}

/** A member of an untrusted archive, unchecked. */
export type RawMember = {
  readonly path: string;
  readonly type: string;
  /** As claimed by the header. */
  readonly size: number;
  readonly target: string;
  /** Extended attributes (pax), which change what a member means. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
};

/** Members in order. Each body must be read before the next member. Throws if the archive is damaged or truncated. */
export async function* unpack(archive: AsyncIterable<Uint8Array>): AsyncGenerator<RawMember> {
  const decoder = createTarDecoder({ strict: true });
  for await (const { header, body } of ReadableStream.from(archive).pipeThrough(decoder)) {
    const { name, type = 'file', size, linkname = '', pax = {} } = header;
    yield { path: name, type, size, target: linkname, attributes: pax, body };
  }
}
