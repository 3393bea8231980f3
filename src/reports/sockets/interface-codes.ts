import { octetsOfWords } from '../../core/address-words.ts';
import type { LocalInterfaces } from '../../lookup/addresses/local-interfaces.ts';
import { interfaceCode, localAddress, type SocketBatch } from '../../tables/inet/batch.ts';

const places = 256;

/** Interfaces as numbers. A row stores the number; the name is looked up only when an address in the cache changes. */
export class InterfaceCodes {
  /** Names by number. */
  readonly names: (string | null)[] = [null];
  readonly #interfaces: LocalInterfaces;
  readonly #codes = new Map<string | null, number>([[null, 0]]);
  /** The last address in each cache slot and its number; initially the wildcard address, which is on no interface. */
  readonly #known: Int32Array = new Int32Array(places * 5);

  constructor(interfaces: LocalInterfaces) {
    this.#interfaces = interfaces;
  }

  /** Stores the number of the interface that has the row's local address in the row. */
  add({ words, start, size }: SocketBatch): void {
    words[start + interfaceCode] = this.#codeOf(words, start + localAddress, size);
  }

  #codeOf(words: Int32Array, at: number, size: number): number {
    const known = this.#known;
    let hash = 0;
    for (let word = 0; word < size; word++) hash = Math.imul(hash ^ words[at + word]!, 0x9e3779b1);
    const place = (hash >>> 24) * 5;
    for (let word = 0; word < size; word++)
      if (known[place + word] !== words[at + word]) return this.#learn(words, at, size, place);
    return known[place + 4]!;
  }

  #learn(words: Int32Array, at: number, size: number, place: number): number {
    const name = this.#interfaces.of(octetsOfWords(words, at, new Uint8Array(size * 4)));
    const code = this.#codes.get(name) ?? this.names.push(name) - 1;
    this.#codes.set(name, code);
    for (let word = 0; word < size; word++) this.#known[place + word] = words[at + word]!;
    this.#known[place + 4] = code;
    return code;
  }
}
