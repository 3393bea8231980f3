import { Resolver } from 'node:dns/promises';
import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';

const mostAtOnce = 16;

const namesInFile = (files: FileSystem, path: string): Map<string, string> => {
  const names = new Map<string, string>();
  try {
    const bytes = readSmallFile(files, path, 1 << 24);
    for (const line of decodeName(bytes, 0, bytes.length).split('\n')) {
      const [address, name] = line
        .replace(/#.*/, '')
        .split(/[ \t]+/)
        .filter(Boolean);
      if (address !== undefined && name !== undefined && !names.has(address)) names.set(address, name);
    }
  } catch {}
  return names;
};

/**
 * Names of addresses: from /etc/hosts, else by asking the name server, which is the one thing procnet does on a network,
 * and only with `--resolve`. All questions together get `timeoutMs`; what has no answer by then keeps its number.
 */
export const resolveHosts = async (
  files: FileSystem,
  addresses: ReadonlySet<string>,
  timeoutMs: number,
  hostsPath = '/etc/hosts',
): Promise<ReadonlyMap<string, string>> => {
  const names = namesInFile(files, hostsPath);
  const open = [...addresses].filter((address) => !names.has(address));
  if (open.length === 0) return names;
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  const deadline = setTimeout(() => resolver.cancel(), timeoutMs);
  let late = false;
  const ask = async (): Promise<void> => {
    for (let address = open.pop(); address !== undefined && !late; address = open.pop()) {
      try {
        const [name] = await resolver.reverse(address);
        if (name !== undefined) names.set(address, name);
      } catch (error) {
        late = error instanceof Error && 'code' in error && error.code === 'ECANCELLED';
      }
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, ask));
  clearTimeout(deadline);
  return names;
};
