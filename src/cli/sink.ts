import { writeSync } from 'node:fs';
import { ClosedPipe, OutputError } from '../core/errors.ts';
import { errnoOf } from '../source/filesystem.ts';

const pauseMs = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

const faults: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EIO: 'input/output error',
  EFBIG: 'file too large',
  EBADF: 'not open for writing',
};

/**
 * The only writer. It writes synchronously to the descriptor and never touches `process.stdout`, which would make a pipe
 * non-blocking and then lose what a `process.exit` leaves behind. All bytes arrive, or an error says that they did not.
 */
export const writeAll = (fd: number, bytes: Uint8Array): void => {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written, bytes.length - written);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'EAGAIN') Atomics.wait(never, 0, 0, pauseMs);
      else if (code === 'EPIPE') throw new ClosedPipe();
      else throw new OutputError(`cannot write output: ${faults[code] ?? code}`, code);
    }
  }
};
