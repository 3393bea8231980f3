/** Whether the set at `at` (`[a-c]`, `[!x]`) contains the character, and where it ends; null if it is unterminated. */
const inSet = (pattern: string, at: number, character: string): { holds: boolean; end: number } | null => {
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const first = at + (negated ? 2 : 1);
  const end = pattern.indexOf(']', first + 1);
  if (end < 0) return null;
  let holds = false;
  for (let here = first; here < end; here++) {
    const low = pattern[here]!;
    const isRange = pattern[here + 1] === '-' && here + 2 < end;
    const high = isRange ? pattern[here + 2]! : low;
    if (character >= low && character <= high) holds = true;
    if (isRange) here += 2;
  }
  return { holds: holds !== negated, end: end + 1 };
};

/** Matches the pattern element at `here` against a character. Returns the offset of the next element, or -1. */
const step = (pattern: string, here: number, character: string): number => {
  const wanted = pattern[here];
  if (wanted === undefined) return -1;
  if (wanted === '?') return here + 1;
  if (wanted === '[') {
    const set = inSet(pattern, here, character);
    if (set !== null) return set.holds ? set.end : -1;
  }
  if (wanted === '\\' && here + 1 < pattern.length) return pattern[here + 1] === character ? here + 2 : -1;
  return wanted === character ? here + 1 : -1;
};

/**
 * fnmatch(3) without flags: `*` any text, `?` one character, `[a-c]` one of a set, `\` escapes the next character. Not
 * compiled to a regular expression; backtracks only to the last `*`.
 */
export const matchesExactGlob = (pattern: string, text: string): boolean => {
  let at = 0;
  let star = -1;
  let resume = 0;
  let here = 0;
  while (at < text.length) {
    if (pattern[here] === '*') {
      star = here++;
      resume = at;
      continue;
    }
    const next = step(pattern, here, text[at]!);
    if (next >= 0) {
      here = next;
      at++;
    } else if (star >= 0) {
      here = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[here] === '*') here++;
  return here === pattern.length;
};

/** The same, case-insensitive. */
export const matchesGlob = (pattern: string, text: string): boolean =>
  matchesExactGlob(pattern.toLowerCase(), text.toLowerCase());

export const isPattern = (text: string): boolean => /[*?]/.test(text);
