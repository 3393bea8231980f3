import type { FileSystem } from '../../source/filesystem.ts';
import type { Logs } from '../info.ts';
import type { Member } from '../members.ts';
import { readContent } from './read-file.ts';

const largest = 1 << 26;

/** Only the mounts of namespaces, because others reveal much about a machine. */
export const namespaceMounts = (files: FileSystem, root: string): Member | null => {
  for (const name of ['1/mountinfo', 'self/mountinfo']) {
    const { bytes, code } = readContent(files, `${root}/${name}`, largest);
    if (code !== null) continue;
    const lines = Buffer.from(bytes).toString('latin1').split('\n');
    const text = lines.filter((line) => / - nsfs /.test(line)).map((line) => `${line}\n`);
    return { kind: 'file', path: `proc/${name}`, bytes: Buffer.from(text.join(''), 'latin1') };
  }
  return null;
};

const namesIn = (files: FileSystem, directory: string): readonly string[] => {
  try {
    return files.readdir(directory).toSorted();
  } catch {
    return [];
  }
};

/** The names of pod and container logs, which contain their names. */
export const podLogs = (files: FileSystem, directory: string): Logs => ({
  pods: namesIn(files, `${directory}/pods`),
  containers: namesIn(files, `${directory}/containers`),
});
