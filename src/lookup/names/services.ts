import { decodeName } from '../../core/text.ts';
import { type FileSystem, readSmallFile } from '../../source/filesystem.ts';
import { commonServices } from './common-services.ts';

export type ServiceProtocol = 'tcp' | 'udp';

const largestFile = 1 << 24;
const largestPort = 65_535;

/**
 * `name port/protocol alias…` (services(5)), only for protocols whose ports we show. The lookbehind replaces `^`, which also
 * matches after a carriage return.
 */
const entry = /(?<![^\n])[ \t]*([^ \t\r\n#]+)[ \t]+(\d{1,5})\/(tcp|udp)(?![^ \t\r\n#])([^#\r\n]*)/g;

/** Text in `/etc/services` format, bytes as Latin-1, indexed both ways. */
class ServiceTable {
  readonly #names = new Map<string, string>();
  readonly #ports = new Map<string, Set<number>>();

  constructor(text: string) {
    for (const [, name = '', digits, protocol = '', aliases = ''] of text.matchAll(entry)) {
      const port = Number(digits);
      if (port > largestPort) continue;
      const key = `${port}/${protocol}`;
      if (!this.#names.has(key)) this.#names.set(key, decoded(name));
      for (const word of [name, ...aliases.split(/[ \t]+/)]) this.#add(decoded(word), port, protocol);
    }
  }

  nameOf(port: number, protocol: ServiceProtocol): string | undefined {
    return this.#names.get(`${port}/${protocol}`);
  }

  portsOf(name: string, protocol: ServiceProtocol): Iterable<number> {
    return this.#ports.get(`${name.toLowerCase()}/${protocol}`) ?? [];
  }

  #add(word: string, port: number, protocol: string): void {
    if (word === '') return;
    const key = `${word.toLowerCase()}/${protocol}`;
    const ports = this.#ports.get(key);
    if (ports === undefined) this.#ports.set(key, new Set([port]));
    else ports.add(port);
  }
}

const decoded = (latin1: string): string => decodeName(Buffer.from(latin1, 'latin1'), 0, latin1.length);

/** Port names from `/etc/services` or else from the list of common ports. */
export class Services {
  readonly #file: ServiceTable;
  #common: ServiceTable | null = null;

  constructor(file: string) {
    this.#file = new ServiceTable(file);
  }

  nameOf(port: number, protocol: ServiceProtocol): string | null {
    return this.#file.nameOf(port, protocol) ?? this.#known().nameOf(port, protocol) ?? null;
  }

  /** The ports of a name or alias (case-insensitive), for one protocol or both; none if it is unknown. */
  portsOf(name: string, protocol?: ServiceProtocol): readonly number[] {
    const protocols = protocol === undefined ? (['tcp', 'udp'] as const) : [protocol];
    const portsIn = (table: ServiceTable): number[] => [
      ...new Set(protocols.flatMap((each) => [...table.portsOf(name, each)])),
    ];
    const ports = portsIn(this.#file);
    return ports.length > 0 ? ports : portsIn(this.#known());
  }

  #known(): ServiceTable {
    this.#common ??= new ServiceTable(commonServices);
    return this.#common;
  }
}

/** Reads the file; if it is missing or unreadable, only the common ports are known. */
export const loadServices = (files: FileSystem, path = '/etc/services'): Services => {
  try {
    return new Services(Buffer.from(readSmallFile(files, path, largestFile)).toString('latin1'));
  } catch {
    return new Services('');
  }
};
