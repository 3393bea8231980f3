/** When samples are taken. */
type Schedule = {
  /** Milliseconds; null for one sample. */
  readonly interval: number | null;
  readonly count: number;
};

/** Time as the loop sees it, so that a test can make it pass. */
export interface Pace {
  /** Milliseconds of a clock that never steps back. */
  now(): number;
  /** Returns when the time is over, or as soon as a signal asks to stop. */
  sleep(milliseconds: number): Promise<void>;
  /** The signal that asked to stop. */
  readonly stopped: NodeJS.Signals | null;
}

/** The number of the next tick: ticks that passed while a sample was taken are left out, and delays do not add up. */
const tickAfter = (tick: number, elapsed: number, interval: number): number =>
  Math.max(tick, Math.floor(elapsed / interval)) + 1;

/** Takes a sample at once and then on every tick, until there were enough, one says so, or a signal comes. */
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

/** Real time, and signals that wait until the sample under way is written. `release` gives them back. */
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

  /** Ends by the signal itself where there was one: a shell then sees that, and not an exit code like it. */
  release(): void {
    for (const signal of stopSignals) process.off(signal, this.#stop);
    if (this.stopped !== null) process.kill(process.pid, this.stopped);
  }
}

/** The exit code of a process that a signal ended, where raising it again did not. */
export const signalCode = (signal: NodeJS.Signals): number => (signal === 'SIGINT' ? 130 : 143);
