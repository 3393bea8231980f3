import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { command } from '../support/command.ts';
import { hang, isRoot, needs, unshareNetwork } from '../support/needs.ts';
import { lineReader } from './line-reader.ts';

/** The exit status and output of a program. */
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A python3 program inside the namespace that has reported that it is ready. */
export type Script = {
  readonly pid: number;
  /** The JSON after `ready` in its first line, parsed; null without any. */
  readonly ready: unknown;
  /** Writes a line to its stdin and waits for the line it answers with. */
  ask(line: string): Promise<string>;
  stop(): Promise<void>;
};

/** A network namespace of our own that contains only `lo`, which is up. */
export type Namespace = {
  /** A process in the namespace, for `--netns`. */
  readonly pid: number;
  /** Runs a program inside and returns its stdout; throws if it fails. */
  exec(command: string, ...args: readonly string[]): string;
  /** Runs a program that may fail. */
  try(command: string, ...args: readonly string[]): Finished;
  /** Starts a program inside; it is killed when the namespace is removed. */
  spawn(command: string, ...args: readonly string[]): ChildProcess;
  /** Starts python3 code inside, which must print a line beginning with `ready` and then wait on its stdin. */
  python(code: string, ...args: readonly string[]): Promise<Script>;
  /** Runs the built command inside. */
  procnet(...args: readonly string[]): Finished;
  /** The rows of `procnet … --json`; throws unless it exits with 0. */
  rows(...args: readonly string[]): readonly Record<string, unknown>[];
};

const enterArgs = (pid: number): string[] =>
  isRoot ? ['-t', String(pid), '-n'] : ['-t', String(pid), '-U', '-n', '--preserve-credentials'];

/** Dies with us, however we die, because a namespace lives as long as a process is in it. */
const tethered = ['setpriv', '--pdeathsig', 'KILL', '--'];

/** Options for a test against the running kernel, in a network namespace, that also runs these programs. */
export const live = (...programs: readonly string[]): ReturnType<typeof needs> =>
  needs('unshare', 'nsenter', 'setpriv', 'ip', 'namespaces', ...programs);

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
        timeout: hang,
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
    assert.match(first, /^ready\b/, `python3 printed: ${first} ${errors}`);
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
    return this.try(...command, ...args);
  }

  rows(...args: readonly string[]): readonly Record<string, unknown>[] {
    return JSON.parse(succeed(['procnet', ...args], this.procnet(...args, '--json')));
  }

  async end(): Promise<void> {
    await Promise.all(this.#children.map(kill));
  }
}

/** Creates a network namespace, runs `use` with it, and removes it together with every program started in it. */
export const withNamespace = async <T>(use: (namespace: Namespace) => T | Promise<T>): Promise<T> => {
  const keep = 'ip link set lo up && echo up && exec sleep 3600';
  const keeper = spawn('unshare', [...unshareNetwork, ...tethered, 'sh', '-c', keep]);
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

/** Runs `attempt` until it no longer throws, for what the kernel completes asynchronously. */
export const eventually = async <T>(attempt: () => T): Promise<T> => {
  for (const end = Date.now() + hang / 2; ; await wait(20))
    try {
      return attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
};

/**
 * Runs `reference` before and after `ours`, until both results are equal: then nothing changed meanwhile, and
 * the two can be compared.
 */
export const bothWhileSteady = <T, U>(reference: () => T, ours: () => U): Promise<readonly [T, U]> =>
  eventually(() => {
    const before = reference();
    const found = ours();
    if (!isDeepStrictEqual(reference(), before)) throw new Error('it changes all the time');
    return [before, found] as const;
  });

/** What `ip -j` reports. It writes interface names raw, and control characters are not valid in JSON. */
export const ipJson = <T>(namespace: Namespace, ...args: readonly string[]): readonly T[] => {
  const text = namespace.exec('ip', '-j', ...args);
  return JSON.parse(text.replaceAll('\x1b', '\\u001b'));
};

type Link = { readonly addr_info: readonly { readonly scope: string; readonly tentative?: boolean }[] };

/**
 * Waits until each of these interfaces, which must be up, has its link-local address and duplicate address detection is
 * over: the kernel adds and removes IPv6 addresses and routes until then.
 */
export const settled = (namespace: Namespace, ...interfaces: readonly string[]): Promise<void> =>
  eventually(() => {
    for (const name of interfaces) {
      const [link] = ipJson<Link>(namespace, '-6', 'address', 'show', 'dev', name);
      const addresses = link?.addr_info ?? [];
      assert.ok(
        addresses.some(({ scope }) => scope === 'link'),
        `${name} has no link-local address`,
      );
      assert.ok(!addresses.some(({ tentative }) => tentative), `${name} has a tentative address`);
    }
  });
