import { type FileSystem, readSmallFile } from '../source/filesystem.ts';
import { commonServices } from './common-services.ts';

type Protocol = 'tcp' | 'udp';

/** Names of ports, from `/etc/services` where there is one, and else from the ports everybody knows. */
export class Services {
  readonly #names = new Map<string, string>();
  readonly #ports = new Map<string, Set<number>>();

  constructor(text: string) {
    for (const line of text.split('\n')) this.#learn(line);
    for (const [port, name] of commonServices) {
      if (this.#ports.has(name)) continue;
      this.#add(name, port, 'tcp');
      this.#add(name, port, 'udp');
    }
  }

  nameOf(port: number, protocol: Protocol): string | null {
    return this.#names.get(`${port}/${protocol}`) ?? null;
  }

  /** Every port of that name, whatever the protocol; none if nobody knows it. */
  portsOf(name: string): readonly number[] {
    return [...(this.#ports.get(name.toLowerCase()) ?? [])];
  }

  #learn(line: string): void {
    const [name, portAndProtocol, ...aliases] = line
      .replace(/#.*/, '')
      .split(/[ \t]+/)
      .filter(Boolean);
    const [, digits, protocol] = /^(\d{1,5})\/(tcp|udp)$/.exec(portAndProtocol ?? '') ?? [];
    const port = Number(digits);
    if (name === undefined || !(port <= 65535)) return;
    for (const word of [name, ...aliases]) this.#add(word, port, protocol as Protocol);
  }

  #add(name: string, port: number, protocol: Protocol): void {
    const key = `${port}/${protocol}`;
    if (!this.#names.has(key)) this.#names.set(key, name);
    const ports = this.#ports.get(name.toLowerCase());
    if (ports === undefined) this.#ports.set(name.toLowerCase(), new Set([port]));
    else ports.add(port);
  }
}

export const loadServices = (files: FileSystem, path = '/etc/services'): Services => {
  try {
    return new Services(Buffer.from(readSmallFile(files, path, 1 << 24)).toString('latin1'));
  } catch {
    return new Services('');
  }
};
