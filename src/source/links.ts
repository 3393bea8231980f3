import type { LinkFacts } from '../core/link.ts';
import { type FileSystem, readSmallFile } from './filesystem.ts';

const directory = '/sys/class/net';

const textOf = (files: FileSystem, path: string): string | null => {
  try {
    return Buffer.from(readSmallFile(files, path)).toString('latin1').trim();
  } catch {
    return null;
  }
};

const numberOf = (text: string | null): number | null =>
  text !== null && /^(\d{1,10}|0x[\da-f]{1,8})$/i.test(text) ? Number(text) : null;

/** include/uapi/linux/if.h. */
const IFF_UP = 1;

/** `carrier` is unreadable while the interface is down (net/core/net-sysfs.c, carrier_show). */
const factsOf = (files: FileSystem, name: string): LinkFacts => {
  const read = (file: string): number | null => numberOf(textOf(files, `${directory}/${name}/${file}`));
  const flags = read('flags');
  const up = flags === null ? null : (flags & IFF_UP) !== 0;
  const carrier = read('carrier');
  return {
    name,
    index: read('ifindex'),
    up,
    carrier: up === false ? false : carrier === null ? null : carrier === 1,
  };
};

/**
 * Facts about each interface from `/sys/class/net`; null if unreadable. It shows the network namespace it was mounted in,
 * which may not be ours.
 */
export const readLinks = (files: FileSystem): readonly LinkFacts[] | null => {
  try {
    return files
      .readdir(directory)
      .map((name) => factsOf(files, name))
      .filter(({ index }) => index !== null);
  } catch {
    return null;
  }
};
