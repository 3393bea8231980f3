import type { Document, FileRecord } from '../document.ts';
import type { HostAddress } from '../info.ts';
import type { Member } from '../members.ts';
import type { Source } from '../write/archive.ts';
import type { Collection } from '../write/collect.ts';
import { learnHostNetworks, learnHosts, learnNetworks, tablesToLearn } from './learn.ts';
import { bytesOf, textOf } from './lines.ts';
import type { Redaction } from './redaction.ts';
import { ruleFor } from './rules.ts';

/** A name as in the kernel's tables, with one character per byte. */
const latin = (name: string): string => Buffer.from(name, 'utf8').toString('latin1');

/** A snapshot without any of the machine's own addresses, names or paths. */
export class Redacted implements Source {
  readonly #collection: Collection;
  readonly #redaction: Redaction;
  readonly #sizes = new Map<string, number>();

  /** Reads the tables with networks immediately. */
  constructor(collection: Collection, redaction: Redaction) {
    this.#collection = collection;
    this.#redaction = redaction;
    learnHostNetworks(redaction, collection.document().addresses);
    const texts = tablesToLearn.flatMap((table) =>
      [...collection.contents(table)].map((bytes) => [table, textOf(bytes)] as const),
    );
    for (const [table, text] of texts) learnNetworks(redaction, table, text);
    for (const [table, text] of texts) learnHosts(redaction, table, text);
  }

  get startedAt(): Date {
    return this.#collection.startedAt;
  }

  *members(onProgress?: Parameters<Collection['members']>[0]): Generator<Member> {
    for (const member of this.#collection.members(onProgress))
      yield member.kind === 'file' ? this.#file(member) : this.#link(member);
  }

  document(): Document {
    const { names, secret } = this.#redaction;
    const { files, host, bootId, kernel, addresses, logs, ...rest } = this.#collection.document();
    return {
      ...rest,
      host: host === null ? null : names.host(host),
      bootId: bootId === null ? null : names.uuid(bootId),
      kernel: kernel === null ? null : (/^\d+(?:\.\d+)*/.exec(kernel)?.[0] ?? null),
      addresses: addresses?.map((address) => this.#address(address)) ?? null,
      logs: logs === null ? null : names.logs(logs),
      redaction: secret.name,
      files: files.map((record) => this.#record(record)),
    };
  }

  #file({ path, bytes }: Member & { kind: 'file' }): Member {
    const rule = ruleFor(path);
    if (rule === null) throw new Error(`no rule for redacting ${path}`);
    const redacted = bytesOf(rule(this.#redaction)(textOf(bytes)));
    this.#sizes.set(path, redacted.length);
    return { kind: 'file', path: this.#path(path), bytes: redacted };
  }

  #link({ path, target }: Member & { kind: 'link' }): Member {
    const isProgram = path.endsWith('/exe');
    return { kind: 'link', path, target: isProgram ? this.#redaction.names.process(latin(target)) : target };
  }

  /** Some files and directories are named after interfaces. */
  #path(path: string): string {
    const [, directory, name, rest] = /^(.*\/dev_snmp6\/|sys\/class\/net\/)([^/]+)(|\/\w+)$/.exec(path) ?? [];
    return name === undefined ? path : directory + this.#redaction.names.interface(latin(name)) + rest;
  }

  #record(record: FileRecord): FileRecord {
    return { ...record, path: this.#path(record.path), bytes: this.#sizes.get(record.path) ?? record.bytes };
  }

  /** `eth0:1` is a label on `eth0`. */
  #interface(label: string): string {
    const [name = '', ...rest] = label.split(':');
    const { names } = this.#redaction;
    const numbered = rest.map((part) => (/^\d+$/.test(part) ? part : names.label(latin(part))));
    return [names.interface(latin(name)), ...numbered].join(':');
  }

  #address({ label, address, prefixLength }: HostAddress): HostAddress {
    return {
      label: this.#interface(label),
      address: this.#redaction.spelling.dotted(address),
      prefixLength,
    };
  }
}
