import type { Origin } from '../source/origin.ts';
import { explainDamage, readArchive, type Snapshot } from './archive.ts';
import { Budget, counted } from './budget.ts';
import { decompress, isGzip } from './gzip.ts';
import type { SnapshotInfo } from './info.ts';
import { type Limits, limits } from './limits.ts';
import { isStream, readStream, readTable } from './stream.ts';

/** The origin for readings from it. */
export const originOf = ({ endian, pageSize, uid, processes, form, problems }: SnapshotInfo): Origin => ({
  endian,
  pageSize,
  uid,
  processes,
  isFaithful: form === 'archive',
  problems,
});

/** Enough to recognize the format. */
const firstBytes = 512;

/** Reads until there are enough bytes to examine, or no more. */
const peek = async (pieces: AsyncIterator<Uint8Array>): Promise<Buffer> => {
  const read: Uint8Array[] = [];
  let length = 0;
  while (length < firstBytes) {
    const { done, value } = await pieces.next();
    if (done) break;
    read.push(value);
    length += value.length;
  }
  return Buffer.concat(read);
};

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (;;) {
      const { done, value } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

const isTar = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar';

const gather = async (
  pieces: AsyncIterable<Uint8Array>,
  budget: Budget,
  path: string,
): Promise<Uint8Array> => {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    budget.contents(piece.length);
    length += piece.length;
    budget.file(path, length);
    read.push(piece);
  }
  return Buffer.concat(read);
};

/**
 * Reads a snapshot into memory: an archive (gzipped or plain tar), `tail -n +1` output, or a single table. Nothing is unpacked
 * to disk. `path` names the source in messages. Throws `ReadError` for damaged or oversized input, and `UnsupportedError` for
 * anything else.
 */
export const openSnapshot = async (
  source: AsyncIterable<Uint8Array>,
  path: string,
  within: Limits = limits,
): Promise<Snapshot> => {
  const budget = new Budget(path, within);
  const pieces = counted(source, (bytes) => budget.input(bytes));
  const first = await peek(pieces);
  const all = prepend(first, pieces);
  const read = (plain: AsyncIterable<Uint8Array>): Promise<Snapshot> =>
    readArchive(plain, path, budget, within);
  if (isGzip(first)) return explainDamage(path, () => decompress(all, read));
  if (isTar(first)) return explainDamage(path, () => read(all));
  if (isStream(first)) return readStream(await gather(all, budget, path), path);
  return readTable(await gather(all, budget, path), path, path.slice(path.lastIndexOf('/') + 1));
};
