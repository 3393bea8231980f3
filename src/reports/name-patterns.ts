import type { Remark } from '../core/account.ts';
import { isPattern, matchesGlob } from '../core/glob.ts';
import { nearestName } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

/** The requested names and globs, and which of them match nothing. */
export class NamePatterns {
  readonly #patterns: readonly string[];
  readonly #matched = new Set<string>();
  readonly #names = new Set<string>();

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
  }

  /** Whether a pattern matches one of a row's names; without patterns, every row matches. */
  fits(names: readonly string[]): boolean {
    if (this.#patterns.length === 0) return true;
    const fitting = this.#patterns.filter((pattern) => names.some((name) => matchesGlob(pattern, name)));
    for (const pattern of fitting) this.#matched.add(pattern);
    if (fitting.length === 0) for (const name of names) this.#names.add(name);
    return fitting.length > 0;
  }

  /** After the last row: an error for each pattern that matched nothing. `what` is what it should have named. */
  errors(what: string): readonly Remark[] {
    return this.#patterns
      .filter((pattern) => !this.#matched.has(pattern))
      .map((pattern) => {
        const near = isPattern(pattern) ? null : nearestName(pattern, [...this.#names]);
        const hint = near === null ? '' : `; did you mean ${near}?`;
        return { kind: 'error', text: `no such ${what}: ${visible(pattern)}${hint}` };
      });
  }
}
