/** When to take samples. */
type Schedule = {
  /** Milliseconds; null for one sample. */
  readonly interval: number | null;
  readonly count: number;
};

/** The loop's clock, which tests can control. */
export interface Pace {
  /** A monotonic clock, in milliseconds. */
  now(): number;
  /** Returns after the time, or as soon as a signal arrives. */
  sleep(milliseconds: number): Promise<void>;
  /** The signal received, if any. */
  readonly stopped: NodeJS.Signals | null;
}

/** The next tick. Ticks missed while taking a sample are skipped, and delays do not accumulate. */
const tickAfter = (tick: number, elapsed: number, interval: number): number =>
  Math.max(tick, Math.floor(elapsed / interval)) + 1;

/** Takes a sample immediately and then on every tick, until the count is reached, a sample ends it, or a signal arrives. */
export const repeat = async (
  { interval, count }: Schedule,
  pace: Pace,
  sample: () => Promise<'more' | 'enough'>,
): Promise<void> => {
  const start = pace.now();
  let tick = 0;
  for (let taken = 1; ; taken++) {
    if ((await sample()) === 'enough' || taken >= count || interval === null) return;
    const elapsed = pace.now() - start;
    tick = tickAfter(tick, elapsed, interval);
    await pace.sleep(tick * interval - elapsed);
    if (pace.stopped !== null) return;
  }
};

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** Real time, with signals deferred until the current sample is written. `release` restores their default handling. */
export class SignalPace implements Pace {
  stopped: NodeJS.Signals | null = null;
  #wake: (() => void) | null = null;
  readonly #stop = (signal: NodeJS.Signals): void => {
    this.stopped ??= signal;
    this.#wake?.();
  };

  constructor() {
    for (const signal of stopSignals) process.on(signal, this.#stop);
  }

  now(): number {
    return performance.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(milliseconds));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Re-raises the signal, if there was one, so that a shell sees the signal and not just a similar exit code. */
  release(): void {
    for (const signal of stopSignals) process.off(signal, this.#stop);
    if (this.stopped !== null) process.kill(process.pid, this.stopped);
  }
}

/** The exit code for a signal, if re-raising it did not end the process. */
export const signalCode = (signal: NodeJS.Signals): number => (signal === 'SIGINT' ? 130 : 143);
