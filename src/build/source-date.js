// The date of the source, so that two builds of the same commit have the same bytes.
import { execFileSync } from 'node:child_process';

/** Seconds since 1970: SOURCE_DATE_EPOCH, else the date of the commit. */
export const sourceDate = () => {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined) {
    if (!/^\d+$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH must be seconds (got "${given}")`);
    return Number(given);
  }
  return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }));
};
