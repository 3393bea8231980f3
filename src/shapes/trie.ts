import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from './row.ts';

export type LocalLeaf = { readonly address: string; readonly prefixLength: number };

/**
 * The `LOCAL` entries of fib_trie, each once: until the first policy rule is added, `Main` and `Local` are one trie that
 * is printed twice. An entry is a line under its leaf: `|-- 10.0.0.1`, then `/32 host LOCAL`.
 */
export function* localLeaves(lines: Lines | null): Generator<LocalLeaf> {
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
      const entry = `${leaf}${first}`;
      if (row.text(2) !== 'LOCAL' || seen.has(entry)) continue;
      seen.add(entry);
      yield { address: leaf, prefixLength: Number(first.slice(1)) };
    } else if (first === '+--' || first.endsWith(':') || (first === 'Id' && row.count === 2)) leaf = null;
    else
      lines.reject(null, mismatch('a table, a node, a leaf or an entry', row.bytes, row.startOf(0), row.end));
  }
}
