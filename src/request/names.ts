import type { BoundColumn } from '../core/column.ts';
import { resolveHosts } from '../lookup/names/hosts.ts';
import { loadServices, type ServiceProtocol, type Services } from '../lookup/names/services.ts';
import { copyRow, ofCopies, type PlainRow } from '../query/copy.ts';
import { nodeFileSystem } from '../source/filesystem.ts';

const timeoutMs = 2_000;

/** Protocols whose ports have service names. An icmp socket's port, for example, is an echo identifier. */
const namesOf: Readonly<Record<string, ServiceProtocol>> = { tcp: 'tcp', udp: 'udp', udplite: 'udp' };

/** A port without a protocol has a name only if TCP and UDP agree on it. */
const serviceOf = (services: Services, port: number, protocol: unknown): string | null => {
  if (protocol !== undefined) {
    const names = namesOf[String(protocol)];
    return names === undefined ? null : services.nameOf(port, names);
  }
  const [tcp, udp] = [services.nameOf(port, 'tcp'), services.nameOf(port, 'udp')];
  return tcp === null || udp === null || tcp === udp ? (tcp ?? udp) : null;
};

/** Names ports by the row's own protocol. Formats read a port before requesting its text. */
const namedPort = (column: BoundColumn<PlainRow>, services: Services): BoundColumn<PlainRow> => {
  let protocol: unknown;
  return {
    ...column,
    read(row) {
      protocol = row['protocol'];
      return column.read(row);
    },
    text: (port: number) => serviceOf(services, port, protocol) ?? String(port),
  } as BoundColumn<PlainRow>;
};

/** Rows held back until their addresses are resolved, for `--resolve` in text formats. */
export class NamedRows {
  readonly #columns: readonly BoundColumn[];
  readonly rows: PlainRow[] = [];

  constructor(columns: readonly BoundColumn[]) {
    this.#columns = columns;
  }

  take(view: never): void {
    this.rows.push(copyRow(this.#columns, view));
  }

  /** The columns of the kept rows, with names as text where known. */
  async columns(): Promise<readonly BoundColumn[]> {
    const names = await resolveHosts(nodeFileSystem, this.#addresses(), timeoutMs);
    const services = loadServices(nodeFileSystem);
    const host = (address: string): string => names.get(address) ?? address;
    return this.#columns.map((column) => {
      const kept = ofCopies(column);
      if (column.kind === 'address') return { ...kept, text: host } as BoundColumn;
      return (column.kind === 'port' ? namedPort(kept, services) : kept) as BoundColumn;
    });
  }

  /** Excludes the wildcard address, which has no name. */
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
