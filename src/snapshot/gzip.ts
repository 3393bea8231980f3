import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const pieceSize = 1 << 16;

/** Joins small chunks (a link takes 512 bytes), because each one is a round trip to the compression thread. */
async function* joined(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < pieceSize) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  yield Buffer.concat(waiting);
}

/** Calls `take` with each compressed chunk. Holds one chunk in memory. */
export const compress = async (
  plain: AsyncIterable<Uint8Array>,
  take: (piece: Uint8Array) => void,
): Promise<void> => {
  await pipeline(joined(plain), createGzip(), async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) take(piece);
  });
};

/** The result of `read` on decompressed data. Throws any error from `read` or decompression. */
export const decompress = <T>(
  packed: AsyncIterable<Uint8Array>,
  read: (plain: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> => pipeline(packed, createGunzip(), read);

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
