import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from '../shapes/row.ts';

const wanted = ['LOCAL', 'BROADCAST'] as const;

/** An entry of the trie: what happens to packets to `address`/`prefixLength`. */
export type TrieEntry = {
  readonly address: string;
  readonly prefixLength: number;
  readonly type: (typeof wanted)[number];
};

/**
 * The local and broadcast entries of fib_trie, each once: until the first policy rule is added, `Main` and `Local` are one trie that
 * is printed twice. An entry is a line under its leaf: `|-- 10.0.0.1`, then `/32 host LOCAL`.
 */
export function* trieEntries(lines: Lines | null): Generator<TrieEntry> {
  if (lines === null) return;
  const seen = new Set<string>();
  const row = new Row();
  let leaf: string | null = null;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    const first = row.text(0);
    if (first === '|--') leaf = row.text(1);
    else if (first.startsWith('/') && leaf !== null) {
      lines.accept();
      const type = wanted.find((one) => one === row.text(2));
      if (type === undefined) continue;
      const entry = `${leaf}${first} ${type}`;
      if (seen.has(entry)) continue;
      seen.add(entry);
      yield { address: leaf, prefixLength: Number(first.slice(1)), type };
    } else if (first === '+--' || first.endsWith(':') || (first === 'Id' && row.count === 2)) leaf = null;
    else
      lines.reject(null, mismatch('a table, a node, a leaf or an entry', row.bytes, row.startOf(0), row.end));
  }
}
