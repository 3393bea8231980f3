import { heads } from './parser.ts';

/** What may precede a condition: `not`, `warn`, `web:`. */
const prefix = /(^|\s)(not|warn(ing)?|crit(ical)?|[A-Za-z][\w.-]*:)$/;

const isWhole = (word: string): boolean => /[\s(]/.test(word);

const begins = (word: string): boolean => isWhole(word) || heads.includes(word) || prefix.test(word);

/**
 * Splits arguments into conditions and other words. A condition is either a single argument, as in `'listen :8080'`, or starts
 * with `listen` as a separate argument, completed by the following ones.
 */
export const splitArguments = (
  words: readonly string[],
): { readonly conditions: readonly string[]; readonly others: readonly string[] } => {
  const conditions: string[] = [];
  const others: string[] = [];
  let open: string | null = null;
  for (const word of words) {
    const last: string | null = open;
    const joins: boolean = last !== null && (prefix.test(last) || !begins(word));
    if (joins) conditions[conditions.length - 1] = `${last} ${word}`;
    else if (begins(word)) conditions.push(word);
    else others.push(word);
    open = isWhole(word) || (!joins && !begins(word)) ? null : conditions.at(-1)!;
  }
  return { conditions, others };
};
