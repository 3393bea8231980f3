import { closeSync, openSync, readSync } from 'node:fs';

let drawn: Int32Array | null = null;

/** 64 random bits, constant for a run and not predictable from outside. */
export const secretOfRun = (): Int32Array => {
  drawn ??= draw();
  return drawn;
};

/** Read from the kernel because loading `node:crypto` takes 2 to 4 ms. */
const draw = (): Int32Array => {
  const bytes = new Uint8Array(8);
  if (!fromKernel(bytes)) globalThis.crypto.getRandomValues(bytes);
  return new Int32Array(bytes.buffer);
};

const fromKernel = (bytes: Uint8Array): boolean => {
  try {
    const fd = openSync('/dev/urandom', 'r');
    try {
      return readSync(fd, bytes, 0, bytes.length, null) === bytes.length;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
};
