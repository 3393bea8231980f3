import { spawnSync } from 'node:child_process';

/** One run of a command: milliseconds of wall and CPU time, and peak memory in MiB. */
export type Sample = readonly [wall: number, cpu: number, peak: number];
export type Samples = Readonly<Record<string, readonly Sample[]>>;
export type Commands = Readonly<Record<string, readonly string[]>>;

/** Runs all commands in turn, `rounds` times. `enter` prefixes each command. */
export const measure = (enter: readonly string[], commands: Commands, rounds: number): Samples => {
  const [program, ...words] = [...enter, 'python3', 'test/bench/measure.py'];
  const input = JSON.stringify({ rounds, commands });
  const { status, stdout } = spawnSync(program!, words, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`measuring failed: ${program} ended with status ${status}`);
  return JSON.parse(stdout) as Samples;
};

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The median of the ratios within each round: a short slowdown affects both sides. */
export const ratio = (ours: readonly Sample[], theirs: readonly Sample[]): number =>
  median(ours.map(([wall], round) => wall / theirs[round]![0]));

export const isThere = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
