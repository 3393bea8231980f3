import { workerData } from 'node:worker_threads';
import { Ring } from '../../src/cli/read-ahead/ring.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';

new Ring(workerData as SharedArrayBuffer).serve(nodeFileSystem.read);
