/** A reading shared by all requests that arrive while it runs, and repeated only once it is old enough. */
export class SharedReading<T> {
  readonly #read: () => Promise<T>;
  readonly #minInterval: number;
  readonly #now: () => number;
  #current: Promise<T> | null = null;
  /** When the current reading began; it stays current while it runs. */
  #startedAt = Number.NEGATIVE_INFINITY;
  #isRunning = false;

  /** `minInterval`: milliseconds from the start of one reading to the start of the next, on the clock `now`. */
  constructor(read: () => Promise<T>, minInterval: number, now: () => number) {
    this.#read = read;
    this.#minInterval = minInterval;
    this.#now = now;
  }

  /** The reading in progress, the last one if recent enough, or a new one. A failure is shared like a result. */
  get(): Promise<T> {
    const isOld = this.#now() - this.#startedAt >= this.#minInterval;
    if (this.#current === null || (!this.#isRunning && isOld)) this.#begin();
    return this.#current!;
  }

  #begin(): void {
    this.#startedAt = this.#now();
    this.#isRunning = true;
    const current = this.#read().finally(() => {
      this.#isRunning = false;
    });
    // Waiting requests get the error; if there are none, it must not crash the process.
    current.catch(() => {});
    this.#current = current;
  }
}
