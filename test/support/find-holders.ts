import { HolderIndex, type ProcessSource } from '../../src/lookup/processes/processes.ts';

/** Scans all processes immediately. */
export const findHolders = (source: ProcessSource): HolderIndex => {
  const index = new HolderIndex(source);
  for (const _ of index.look());
  return index;
};
