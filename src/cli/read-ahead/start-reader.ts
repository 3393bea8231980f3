import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Ring } from './ring.ts';

/** A ring that a thread will serve some 30 ms from now, or never where there is no second processor or no thread. */
export const startReader = (): Ring => {
  const ring = new Ring();
  if (availableParallelism() === 1) return ring;
  try {
    const thread = new Worker(new URL('./reader-thread.cjs', import.meta.url), { workerData: ring.memory });
    thread.on('error', () => {});
    thread.unref();
  } catch {}
  return ring;
};
