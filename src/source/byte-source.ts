import { createReadStream } from 'node:fs';
import { ReadError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf, whyUnreadable } from './filesystem.ts';

const stdin = 0;

/** The bytes of a file (stdin for `-`), in chunks. Throws `ReadError`. */
export async function* bytesFrom(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === '-' ? createReadStream('', { fd: stdin, autoClose: false }) : createReadStream(path);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'UNKNOWN') throw error;
    throw new ReadError(`cannot read ${nameOf(path)}: ${whyUnreadable(code)}`, code, path);
  }
}

/** The name shown in messages. */
export const nameOf = (path: string): string => (path === '-' ? 'stdin' : visible(path));
