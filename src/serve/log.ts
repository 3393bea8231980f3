/** Messages, each once for as long as its cause lasts: thousands of scrapes see the same. */
export class Log {
  readonly #write: (message: string) => void;
  readonly #lasting = new Map<string, string>();
  #warnings: ReadonlySet<string> = new Set();

  constructor(write: (message: string) => void) {
    this.#write = write;
  }

  say(message: string): void {
    this.#write(message);
  }

  /** Says it unless the last thing said of this cause was the same. */
  once(cause: string, message: string): void {
    if (this.#lasting.get(cause) === message) return;
    this.#lasting.set(cause, message);
    this.#write(message);
  }

  /** The cause is gone: should it come back, it is said again. */
  over(cause: string): void {
    this.#lasting.delete(cause);
  }

  /** What a reading warns of, if the reading before did not. */
  warnings(warnings: readonly string[]): void {
    for (const warning of warnings) if (!this.#warnings.has(warning)) this.#write(warning);
    this.#warnings = new Set(warnings);
  }
}
