/** Edit distance: insertions, deletions, substitutions and transpositions of adjacent characters. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
};

/** The word probably meant, or null. */
export const nearest = (word: string, known: readonly string[]): string | null => {
  if (word.length > 40) return null;
  const lower = word.toLowerCase();
  const prefixed = known.filter((name) => lower.length >= 3 && name.toLowerCase().startsWith(lower));
  if (prefixed.length > 0) return prefixed.reduce((best, name) => (name.length < best.length ? name : best));
  let best: string | null = null;
  let least = Math.min(3, Math.max(1, Math.ceil(word.length / 3))) + 1;
  for (const name of known) {
    const edits = distance(lower, name.toLowerCase());
    if (edits >= least) continue;
    best = name;
    least = edits;
  }
  return best;
};

/** The same for a name that may be an interface, to which `ip` appends the peer, as in `eth0@if2`. */
export const nearestName = (word: string, known: readonly string[]): string | null => {
  const bare = word.replace(/@.*$/, '');
  return known.includes(bare) ? bare : nearest(bare, known);
};
