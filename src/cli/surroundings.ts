import type { Surroundings } from '../check/run.ts';
import type { Host } from './host.ts';

/** Time that begins with the process, so that starting counts too. */
export const surroundingsOf = ({ files }: Pick<Host, 'files'>): Surroundings => ({
  files,
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
