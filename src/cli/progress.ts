import type { OnProgress, Progress } from '../core/progress.ts';
import type { Host } from './host.ts';

/** Milliseconds before the first progress is shown, and between updates. */
const patience = 1000;
const between = 100;

const fewestColumns = 20;

/** A progress line on stderr, if a terminal, for anything longer than a second. Cleared before any other output. */
export class ProgressLine {
  readonly #host: Host;
  readonly #clock: () => number;
  #due: number;
  #shown = '';

  /** `clock`: milliseconds. */
  constructor(host: Host, clock: () => number = () => performance.now()) {
    this.#host = host;
    this.#clock = clock;
    this.#due = clock() + patience;
  }

  report({ what, done, total }: Progress): void {
    const now = this.#clock();
    if (now < this.#due) return;
    this.#due = now + between;
    const room = Math.max(fewestColumns, this.#host.stderr.width ?? 80) - 1;
    const text = `procnet: ${done} of ${total} ${what}`.slice(0, room);
    this.#host.warn(`\r${text.padEnd(this.#shown.length)}`);
    this.#shown = text;
  }

  clear(): void {
    if (this.#shown !== '') this.#host.warn(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }

  /** Other work follows, which gets another second. */
  rest(): void {
    this.clear();
    this.#due = this.#clock() + patience;
  }
}

export type Watched = {
  /** The host, wrapped to clear the line before any other output. */
  readonly host: Host;
  /** Null if not on a terminal. */
  readonly onProgress: OnProgress | null;
  /** Clears the line. More work may follow. */
  end(): void;
};

/** Shows progress on stderr, if a terminal, whatever stdout is. */
export const watched = (host: Host, clock?: () => number): Watched => {
  if (!host.stderr.isTerminal) return { host, onProgress: null, end: () => {} };
  const line = new ProgressLine(host, clock);
  return {
    host: {
      ...host,
      write(bytes) {
        line.clear();
        host.write(bytes);
      },
      warn(text) {
        line.clear();
        host.warn(text);
      },
    },
    onProgress: (progress) => line.report(progress),
    end: () => line.rest(),
  };
};

/** The same while `work` runs. */
export const whileWatched = async <T>(host: Host, work: (watching: Watched) => Promise<T>): Promise<T> => {
  const watching = watched(host);
  try {
    return await work(watching);
  } finally {
    watching.end();
  }
};
