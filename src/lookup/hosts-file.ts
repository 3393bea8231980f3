import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';

const largestFile = 1 << 24;

/** `address name alias…` (hosts(5)); the lookbehind is `^`, which would also match after a carriage return. */
const entry = /(?<![^\n])[ \t]*([\da-f:.]+)[ \t]+([^\r\n#]+)/gi;

/** One line: an address as it is written there, and its names, the first of which is the canonical one. */
export type HostsEntry = { readonly address: string; readonly names: readonly string[] };

/** The lines of the file; none where it is missing or cannot be read. */
export const hostsFile = (files: FileSystem, path = '/etc/hosts'): readonly HostsEntry[] => {
  let text: string;
  try {
    text = Buffer.from(readSmallFile(files, path, largestFile)).toString('latin1');
  } catch {
    return [];
  }
  return [...text.matchAll(entry)].map(([, address = '', names = '']) => ({
    address,
    names: names
      .trim()
      .split(/[ \t]+/)
      .map((name) => decodeName(Buffer.from(name, 'latin1'), 0, name.length)),
  }));
};

/** The addresses of a name or an alias in any case, as they are written. */
export const addressesIn = (entries: readonly HostsEntry[], host: string): readonly string[] => {
  const wanted = host.toLowerCase();
  return entries
    .filter(({ names }) => names.some((name) => name.toLowerCase() === wanted))
    .map(({ address }) => address);
};
