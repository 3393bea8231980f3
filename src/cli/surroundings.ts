import type { Surroundings } from '../check/run.ts';
import type { Host } from './host.ts';
import type { Watched } from './progress.ts';

/** Time starts with the process, so startup is included. `watching`: where progress is shown. */
export const surroundingsOf = (
  { files }: Pick<Host, 'files'>,
  watching: Omit<Watched, 'host'> | null = null,
): Surroundings => ({
  files,
  now: () => performance.now(),
  sleep(milliseconds) {
    watching?.end();
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  },
  onProgress: watching?.onProgress ?? null,
});
