import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A separate network namespace with many connections in it. */
export type Crowd = {
  /** Arguments that prefix a command to run it inside. */
  readonly enter: readonly string[];
  readonly sockets: number;
  leave(): void;
};

const unshare = (): readonly string[] => {
  const asRoot = process.getuid?.() === 0;
  const words = asRoot ? ['unshare', '--net'] : ['unshare', '--map-root-user', '--net'];
  if (spawnSync(words[0]!, [...words.slice(1), 'true']).status === 0) return words;
  throw new Error('a network namespace is required: run as root, or enable user namespaces');
};

const firstLine = async (child: ChildProcess): Promise<string> => {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
};

/** Makes `processes` times `pairs` connections, both ends local, with one listener per process. */
export const gather = async (processes: number, pairs: number): Promise<Crowd> => {
  const [command, ...words] = unshare();
  const script = `ip link set lo up && ulimit -n 20000 && exec python3 test/bench/sockets.py ${processes} ${pairs}`;
  const child = spawn(command!, [...words, 'bash', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  if (!(await firstLine(child)).startsWith('ready')) throw new Error('cannot create the sockets');
  return {
    enter: [
      'nsenter',
      '--target',
      String(child.pid),
      ...(process.getuid?.() === 0 ? [] : ['--user', '--preserve-credentials']),
      '--net',
    ],
    sockets: processes * (pairs * 2 + 1),
    leave: () => process.kill(-child.pid!, 'SIGKILL'),
  };
};
