import { decimalNumber } from '../core/decimal.ts';
import { type FileSystem, readSmallFile } from './filesystem.ts';

/** What distinguishes a process from a later one with the same pid, and a zombie from a live process. */
type ProcessStat = {
  /** `R` `S` `D` `Z` … (fs/proc/array.c, task_state_array). */
  readonly state: string;
  /** Clock ticks since boot; null if the line is truncated. */
  readonly started: number | null;
};

/** Fields 3 and 22 of a process's `stat`, located from the last `)` because the name before it may contain anything. */
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
