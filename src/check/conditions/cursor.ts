import type { UsageError } from '../../core/errors.ts';
import { errorAt, type Part } from './syntax.ts';

/** A position in a condition being parsed. */
export class Cursor {
  readonly text: string;
  readonly place: string | null;
  at = 0;

  constructor(text: string, place: string | null) {
    this.text = text;
    this.place = place;
    this.#skipSpace();
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  error(message: string, at = this.at): UsageError {
    return errorAt(this, at, message);
  }

  /** Consumes a match of the pattern and the space after it; null, without moving, if it does not match. */
  take(pattern: RegExp): Part | null {
    const found = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
    found.lastIndex = this.at;
    const [text] = found.exec(this.text) ?? [];
    if (text === undefined) return null;
    const part = { text, at: this.at };
    this.moveTo(this.at + text.length);
    return part;
  }

  /** The same, but throws if there is no match. */
  expect(pattern: RegExp, message: string): Part {
    const part = this.take(pattern);
    if (part === null) throw this.error(message);
    return part;
  }

  moveTo(at: number): void {
    this.at = at;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }
}
