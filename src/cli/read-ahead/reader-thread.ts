import { workerData } from 'node:worker_threads';
import { nodeFileSystem } from '../../source/filesystem.ts';
import { Ring } from './ring.ts';

/** The thread that `start-reader.ts` starts. It ends with the process. */
new Ring(workerData as SharedArrayBuffer).serve(nodeFileSystem.read);
