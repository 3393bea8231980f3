import { HolderIndex, type ProcessSource } from '../../src/lookup/processes.ts';

/** Looks at all processes at once: holders are as of now. */
export const findHolders = (source: ProcessSource): HolderIndex => {
  const index = new HolderIndex(source);
  for (const _ of index.look());
  return index;
};
