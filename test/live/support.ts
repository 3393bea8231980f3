import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { lineReader, patience } from './line-reader.ts';

/** What a finished program gave. */
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A python3 program inside the namespace that has said that it is ready. */
export type Script = {
  readonly pid: number;
  /** What stood after `ready` in its first line, parsed as JSON; null if nothing did. */
  readonly ready: unknown;
  /** Writes a line to its stdin and waits for the line that it answers with. */
  ask(line: string): Promise<string>;
  stop(): Promise<void>;
};

/** A network namespace of our own, with `lo` up and nothing else in it. */
export type Namespace = {
  /** A process that lives in it, for `--pid`. */
  readonly pid: number;
  /** Runs a program inside and gives its stdout; throws if it fails. */
  exec(command: string, ...args: readonly string[]): string;
  /** The same for a program that may fail. */
  try(command: string, ...args: readonly string[]): Finished;
  /** Starts a program inside; it is killed with the namespace. */
  spawn(command: string, ...args: readonly string[]): ChildProcess;
  /** Starts python3 code inside, which must print a line that begins with `ready` and then wait on its stdin. */
  python(code: string, ...args: readonly string[]): Promise<Script>;
  /** Runs the built command inside. */
  procnet(...args: readonly string[]): Finished;
  /** The rows of `procnet … --json` as objects; throws unless it exits with 0. */
  rows(...args: readonly string[]): readonly Record<string, unknown>[];
};

const bin = resolve('bin/procnet.js');
const root = process.getuid?.() === 0;

/** Without root a user namespace lends the rights; it must be entered before the network namespace it owns. */
const unshareArgs = root ? ['--net'] : ['--user', '--map-root-user', '--net'];
const enterArgs = (pid: number): string[] =>
  root ? ['-t', String(pid), '-n'] : ['-t', String(pid), '-U', '-n', '--preserve-credentials'];

/** Dies with us, however we die: a namespace lives as long as a process is in it. */
const tethered = ['setpriv', '--pdeathsig', 'KILL', '--'];

const refusal = (): string | null => {
  const { status, stderr, error } = spawnSync('unshare', [...unshareArgs, 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
  });
  if (status === 0) return null;
  return `no network namespace can be made here: ${error?.message ?? stderr.trim()}`;
};

let answer: string | null | undefined;

/** Why live tests cannot run here, or null. Asked once. */
export const liveRefusal = (): string | null => {
  if (answer === undefined) answer = refusal();
  return answer;
};

/**
 * A test against the running kernel. Where namespaces are refused it is skipped, and says so on stderr; with
 * PROCNET_LIVE=require it fails there instead.
 */
export const liveTest = (name: string, run: () => void | Promise<void>): void => {
  test(name, { timeout: 60_000 }, async (t) => {
    const why = liveRefusal();
    if (why === null) return run();
    if (process.env['PROCNET_LIVE'] === 'require') assert.fail(`PROCNET_LIVE=require, but ${why}`);
    process.stderr.write(`SKIPPED live test "${name}": ${why}\n`);
    t.skip(why);
  });
};

const succeed = (what: readonly string[], { code, stdout, stderr }: Finished): string => {
  if (code === 0) return stdout;
  throw new Error(`${what.join(' ')} exited with ${code}: ${stderr.trim()}`);
};

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()));

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await gone(child);
};

class RealNamespace implements Namespace {
  readonly pid: number;
  readonly #children: ChildProcess[] = [];

  constructor(pid: number) {
    this.pid = pid;
  }

  try(command: string, ...args: readonly string[]): Finished {
    const { status, stdout, stderr, error } = spawnSync(
      'nsenter',
      [...enterArgs(this.pid), command, ...args],
      {
        encoding: 'utf8',
        timeout: patience,
        maxBuffer: 1 << 28,
      },
    );
    if (error !== undefined) throw error;
    return { code: status, stdout, stderr };
  }

  exec(command: string, ...args: readonly string[]): string {
    return succeed([command, ...args], this.try(command, ...args));
  }

  spawn(command: string, ...args: readonly string[]): ChildProcess {
    const child = spawn('nsenter', [...enterArgs(this.pid), ...tethered, command, ...args]);
    this.#children.push(child);
    return child;
  }

  async python(code: string, ...args: readonly string[]): Promise<Script> {
    const child = this.spawn('python3', '-u', '-c', code, ...args);
    let errors = '';
    child.stderr?.on('data', (data) => {
      errors += String(data);
    });
    const next = lineReader(createInterface({ input: child.stdout! }), () => `python3: ${errors}`);
    const first = await next();
    assert.match(first, /^ready\b/, `python3 said: ${first} ${errors}`);
    return {
      pid: child.pid!,
      ready: first === 'ready' ? null : JSON.parse(first.slice('ready '.length)),
      ask(line) {
        child.stdin?.write(`${line}\n`);
        return next();
      },
      stop: () => kill(child),
    };
  }

  procnet(...args: readonly string[]): Finished {
    return this.try(process.execPath, bin, ...args);
  }

  rows(...args: readonly string[]): readonly Record<string, unknown>[] {
    return JSON.parse(succeed(['procnet', ...args], this.procnet(...args, '--json')));
  }

  async end(): Promise<void> {
    await Promise.all(this.#children.map(kill));
  }
}

/** Makes a network namespace, runs `use` with it, and takes it down with all that was started in it. */
export const withNamespace = async <T>(use: (namespace: Namespace) => T | Promise<T>): Promise<T> => {
  const keeper = spawn('unshare', [
    ...unshareArgs,
    ...tethered,
    'sh',
    '-c',
    'ip link set lo up && echo up && exec sleep 3600',
  ]);
  const next = lineReader(createInterface({ input: keeper.stdout! }), () => 'unshare');
  try {
    await next();
  } catch (error) {
    await kill(keeper);
    throw error;
  }
  const namespace = new RealNamespace(keeper.pid!);
  try {
    return await use(namespace);
  } finally {
    await namespace.end();
    await kill(keeper);
  }
};
