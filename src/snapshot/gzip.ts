import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const pieceSize = 1 << 16;

/** Compression goes to another thread and back for each piece, and a link is a piece of 512 bytes. */
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

/** Calls `take` with each piece of the compressed text. Memory: one piece. */
export const compress = async (
  plain: AsyncIterable<Uint8Array>,
  take: (piece: Uint8Array) => void,
): Promise<void> => {
  await pipeline(joined(plain), createGzip(), async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) take(piece);
  });
};

/** What `read` makes of the text that decompression gives. Throws what `read` or the compressed data throw. */
export const decompress = <T>(
  packed: AsyncIterable<Uint8Array>,
  read: (plain: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> => pipeline(packed, createGunzip(), read);

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
