import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../support/command.ts';
import { hang } from '../support/needs.ts';

export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Environment = Readonly<Record<string, string>>;

const ended = (
  program: string,
  args: readonly string[],
  env: Environment,
  input: string | undefined,
): Ended => {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    maxBuffer: 1 << 29,
    timeout: hang,
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) throw error;
  return { code: status, signal, stdout, stderr };
};

/** Runs the built command, with only PATH in its environment. */
export const procnet = (args: readonly string[], env: Environment = {}): Ended =>
  ended(command[0], [command[1], ...args], env, undefined);

/** Runs a line in bash, where `$procnet` is the command. */
export const shell = (line: string, env: Environment = {}): Ended =>
  ended('bash', ['--norc', '-c', line], { ...env, procnet: command.join(' ') }, undefined);

/** Runs python3 code, given on stdin; its first arguments are the two words of `command`. */
export const python = (code: string, args: readonly string[], env: Environment = {}): Ended =>
  ended('python3', ['-', ...command, ...args], env, code);

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** A `tcp` file as the kernel would print it, with this many distinct sockets. */
export const socketTable = (count: number): string => {
  const rows = Array.from({ length: count }, (_, at) => {
    const port = (1024 + (at % 60_000)).toString(16).toUpperCase().padStart(4, '0');
    const network = (10 + Math.floor(at / 60_000)).toString(16).toUpperCase().padStart(2, '0');
    const row = `${String(at).padStart(4)}: 0100007F:${port} ${network}00000A:0050 01 00000000:00000000 00:00000000 00000000  1000        0 ${at + 1} 1 0000000000000000 20 4 30 10 -1`;
    return row.padEnd(149);
  });
  return [header.padEnd(149), ...rows, ''].join('\n');
};

/** A temporary directory with these files; it is removed when `use` returns. */
export const withTree = async (
  files: Readonly<Record<string, string>>,
  use: (directory: string) => void | Promise<void>,
): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
