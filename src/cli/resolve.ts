import type { BoundColumn } from '../core/column.ts';
import { resolveHosts } from '../lookup/hosts.ts';
import { loadServices } from '../lookup/services.ts';
import { copyRow, ofCopies, type PlainRow } from '../query/copy.ts';
import { nodeFileSystem } from '../source/filesystem.ts';

const timeoutMs = 2_000;

/** Rows held back until their addresses have names: `--resolve` for text. */
export class NamedRows {
  readonly #columns: readonly BoundColumn[];
  readonly rows: PlainRow[] = [];

  constructor(columns: readonly BoundColumn[]) {
    this.#columns = columns;
  }

  take(view: never): void {
    this.rows.push(copyRow(this.#columns, view));
  }

  /** The columns of the kept rows, whose text is now a name where there is one. */
  async columns(): Promise<readonly BoundColumn[]> {
    const names = await resolveHosts(nodeFileSystem, this.#addresses(), timeoutMs);
    const services = loadServices(nodeFileSystem);
    const port = (value: number): string =>
      services.nameOf(value, 'tcp') ?? services.nameOf(value, 'udp') ?? String(value);
    return this.#columns.map((column) => {
      const kept = ofCopies(column) as unknown as BoundColumn;
      if (column.kind === 'address') return { ...kept, text: (value: string) => names.get(value) ?? value };
      return column.kind === 'port' ? { ...kept, text: port } : kept;
    });
  }

  /** The wildcard address has no name to ask for. */
  #addresses(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { name, kind } of this.#columns) {
      if (kind !== 'address') continue;
      for (const row of this.rows)
        if (typeof row[name] === 'string' && !/^[0:.]+$/.test(row[name])) found.add(row[name]);
    }
    return found;
  }
}
