import type { Surroundings } from '../check/run.ts';
import type { Host } from './host.ts';

/** Time starts with the process, so startup is included. */
export const surroundingsOf = ({ files }: Pick<Host, 'files'>): Surroundings => ({
  files,
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
