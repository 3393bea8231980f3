import { ExitCode } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { isPattern, matchesGlob } from '../query/expression/glob.ts';
import type { Predicate } from '../query/expression/logic.ts';
import type { Host } from './host.ts';

/** Which counters were asked for, and what to say of those that were not found or not shown. */
export class CounterPatterns {
  readonly #patterns: readonly string[];
  readonly #hideZeros: boolean;
  readonly #matched = new Set<string>();
  readonly #names = new Set<string>();
  #hidden = 0;

  constructor(patterns: readonly string[], hideZeros: boolean) {
    this.#patterns = patterns;
    this.#hideZeros = hideZeros;
  }

  test({ columns }: Report): Predicate {
    const read = (name: string): ((view: never) => unknown) =>
      columns.find((column) => column.name === name)!.read;
    const [name, key, value] = [read('name'), read('key'), read('value')];
    return (view) => {
      const words = [String(name(view)), String(key(view))];
      const named = this.#patterns.filter((pattern) => words.some((word) => matchesGlob(pattern, word)));
      for (const pattern of named) this.#matched.add(pattern);
      if (this.#patterns.length > 0 && named.length === 0) {
        for (const word of words) this.#names.add(word);
        return false;
      }
      if (!this.#hideZeros || value(view) !== 0n || named.some((pattern) => !isPattern(pattern))) return true;
      this.#hidden++;
      return false;
    };
  }

  /** After the last row: says what names nothing. The exit code, or null where all is well. */
  conclude(host: Host): number | null {
    if (this.#hidden > 0 && host.stderr.isTerminal)
      host.warn(`${this.#hidden} counters that are zero are not shown; -z shows them\n`);
    const missing = this.#patterns.filter((pattern) => !this.#matched.has(pattern));
    for (const pattern of missing) {
      const near = isPattern(pattern) ? null : nearest(pattern, [...this.#names]);
      host.warn(
        `procnet: no counter is named ${visible(pattern)}${near === null ? '' : `; did you mean ${near}?`}\n`,
      );
    }
    return missing.length > 0 ? ExitCode.noMatch : null;
  }
}
