/** Logs each message once while its cause lasts, however many scrapes hit it. */
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

  /** Logs the message unless it was the last one logged for this cause. */
  once(cause: string, message: string): void {
    if (this.#lasting.get(cause) === message) return;
    this.#lasting.set(cause, message);
    this.#write(message);
  }

  /** The cause is gone; if it returns, it is logged again. */
  over(cause: string): void {
    this.#lasting.delete(cause);
  }

  /** Logs warnings that the previous reading did not have. */
  warnings(warnings: readonly string[]): void {
    for (const warning of warnings) if (!this.#warnings.has(warning)) this.#write(warning);
    this.#warnings = new Set(warnings);
  }
}
