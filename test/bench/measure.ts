import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Median wall time of each command in milliseconds, all in one run of hyperfine; null where the program is missing. */
export const medians = (
  enter: readonly string[],
  commands: ReadonlyMap<string, string>,
  runs: number,
): ReadonlyMap<string, number | null> => {
  const found = [...commands].filter(([, command]) => isThere(command.split(' ')[0]!));
  const report = `${tmpdir()}/procnet-bench-${process.pid}.json`;
  const words = [
    'hyperfine',
    '--warmup',
    '2',
    '--runs',
    String(runs),
    '--ignore-failure',
    '--export-json',
    report,
  ];
  const [program, ...rest] = [...enter, ...words, '--shell=none', ...found.map(([, command]) => command)];
  const { status, stderr } = spawnSync(program!, rest, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`hyperfine failed: ${stderr}`);
  const { results } = JSON.parse(readFileSync(report, 'utf8')) as { results: { median: number }[] };
  rmSync(report);
  const measured = new Map(found.map(([name], at) => [name, results[at]!.median * 1000]));
  return new Map([...commands.keys()].map((name) => [name, measured.get(name) ?? null]));
};

export const isThere = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Seconds and the peak of resident memory in MiB of one command. */
export const oneRun = (
  command: readonly string[],
): { readonly seconds: number; readonly peakMiB: number } => {
  const started = performance.now();
  // The peak of a child is told by wait4(2) only as a maximum over all children: hence a parent that has just one.
  const { stdout } = spawnSync('python3', ['-c', childPeak, ...command], { encoding: 'utf8' });
  return { seconds: (performance.now() - started) / 1000, peakMiB: Number(stdout) / 1024 };
};

const childPeak = `
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
`;
