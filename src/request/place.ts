import { UsageError } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { visible } from '../core/text.ts';
import type { SnapshotInfo } from '../snapshot/info.ts';
import type { FileSystem } from '../source/filesystem.ts';
import type { Origin } from '../source/origin.ts';

/** Access to a request's files, and their origin if that is not this machine. */
export type Place = {
  readonly files: FileSystem;
  readonly origin: Origin | null;
  /** A snapshot's information about its machine. */
  readonly info: SnapshotInfo | null;
};

const isFile = (files: FileSystem, path: string): boolean => {
  if (path === '-') return true;
  try {
    return files.stat(path).kind !== 'directory';
  } catch {
    return false;
  }
};

/** The path of a snapshot, stream or table; null for a directory. */
const sourceOf = ({ from, proc }: SourceOptions, files: FileSystem): string | null =>
  from ?? (proc !== undefined && isFile(files, proc) ? proc : null);

const requireEndian = ({ endian }: SourceOptions, { endian: known }: Origin, path: string): void => {
  if (endian !== undefined && known !== null && endian !== known)
    throw new UsageError(
      `--endian ${endian}: ${visible(path)} is from a ${known}-endian machine`,
      '--endian',
    );
};

/** Reads a snapshot if the request names one. Throws any error from reading it. */
export const loadPlace = async (source: SourceOptions, files: FileSystem): Promise<Place> => {
  const path = sourceOf(source, files);
  if (path === null) return { files, origin: null, info: null };
  const [{ openSnapshot, originOf }, { bytesFrom, nameOf }] = await Promise.all([
    import('../snapshot/open.ts'),
    import('../source/byte-source.ts'),
  ]);
  const snapshot = await openSnapshot(bytesFrom(path), nameOf(path));
  const origin = originOf(snapshot.info);
  requireEndian(source, origin, path);
  return { files: snapshot.files, origin, info: snapshot.info };
};
