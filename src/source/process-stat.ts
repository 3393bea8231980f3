import { decimalNumber } from '../core/decimal.ts';
import { type FileSystem, readSmallFile } from './filesystem.ts';

/** What tells a process from the next one with its pid, and a zombie from a process that runs. */
export type ProcessStat = {
  /** `R` `S` `D` `Z` … (fs/proc/array.c, task_state_array). */
  readonly state: string;
  /** Clock ticks after boot; null if the line is cut short. */
  readonly started: number | null;
};

/** Fields 3 and 22 of `stat` in a process's directory. The name before them may hold anything, so the last `)` counts. */
export const readProcessStat = (files: FileSystem, directory: string): ProcessStat => {
  const bytes = readSmallFile(files, `${directory}/stat`);
  const stateAt = bytes.lastIndexOf(0x29) + 2;
  let at = stateAt;
  for (let field = 3; field < 22; field++) at = bytes.indexOf(0x20, at) + 1;
  return {
    state: String.fromCharCode(bytes[stateAt] ?? 0x3f),
    started: decimalNumber(bytes, at, bytes.indexOf(0x20, at)),
  };
};
