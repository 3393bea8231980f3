import { withTree } from '../cli/black-box.ts';
import { parseExactly } from './exact-json.ts';
import { runInProcess } from './in-process.ts';

export type Row = Record<string, unknown>;
export type Reading = { readonly rows: readonly Row[]; readonly code: number; readonly stderr: string };

/** Runs a report over a directory of just these files, and reads its JSON without rounding. */
export const readTree = async (
  files: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Reading> => {
  let reading: Reading = { rows: [], code: -1, stderr: '' };
  await withTree(files, async (directory) => {
    const { code, stdout, stderr } = await runInProcess([...argv, '--json', '--proc', directory]);
    reading = { rows: parseExactly(stdout), code, stderr: stderr.replaceAll(directory, '') };
  });
  return reading;
};
