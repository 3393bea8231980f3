import { decodeName } from '../../core/text.ts';
import { type FileSystem, readSmallFile } from '../../source/filesystem.ts';

const largestFile = 1 << 24;

/** `address name alias…` (hosts(5)); the lookbehind replaces `^`, which also matches after a carriage return. */
const entry = /(?<![^\n])[ \t]*([\da-f:.]+)[ \t]+([^\r\n#]+)/gi;

/** One line: an address as written, and its names, the first of which is canonical. */
export type HostsEntry = { readonly address: string; readonly names: readonly string[] };

/** The file's entries; none if it is missing or unreadable. */
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

/** The addresses of a name or alias (case-insensitive), as written. */
export const addressesIn = (entries: readonly HostsEntry[], host: string): readonly string[] => {
  const wanted = host.toLowerCase();
  return entries
    .filter(({ names }) => names.some((name) => name.toLowerCase() === wanted))
    .map(({ address }) => address);
};
