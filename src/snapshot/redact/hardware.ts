import type { Addresses } from './addresses.ts';
import type { Secret } from './secret.ts';

const ipv4Groups = [0x01, 0x00, 0x5e];
const ipv6Groups = [0x33, 0x33];
const solicitedNodes = 0xff;

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** Replaces hardware addresses with locally administered ones; groups remain groups. */
export class Hardware {
  readonly #secret: Secret;
  readonly #addresses: Addresses;

  constructor(secret: Secret, addresses: Addresses) {
    this.#secret = secret;
    this.#addresses = addresses;
  }

  /** A tunnel's hardware address is its IPv4 address (4 bytes). All zeros, all ones and unknown forms are kept. */
  map(bytes: Uint8Array): Uint8Array {
    if (bytes.every((byte) => byte === 0) || bytes.every((byte) => byte === 0xff)) return bytes;
    if (bytes.length === 4) return this.#addresses.host(bytes);
    if (bytes.length === 6 && beginsWith(bytes, ipv6Groups)) return this.#ipv6Group(bytes);
    if (bytes.length === 6 && beginsWith(bytes, ipv4Groups)) return this.#ipv4Group(bytes);
    const mapped = Uint8Array.from(this.#secret.digest('hardware', bytes).subarray(0, bytes.length));
    mapped[0] = (mapped[0]! & 0xfc) | 0x02 | (bytes[0]! & 0x01);
    return mapped;
  }

  /** RFC 2464, 7: the last four bytes of a group. */
  #ipv6Group(bytes: Uint8Array): Uint8Array {
    if (bytes[2] === solicitedNodes)
      return Uint8Array.from([...bytes.subarray(0, 3), ...this.#addresses.solicited(bytes.subarray(3))]);
    const isAssigned = bytes[2] === 0 && bytes[3]! < 2;
    return isAssigned ? bytes : this.#keeping(bytes, 2);
  }

  /** RFC 1112, 6.4: the last 23 bits of a group. 224.0.0.0/23 is well known. */
  #ipv4Group(bytes: Uint8Array): Uint8Array {
    return bytes[3] === 0 && bytes[4]! < 2 ? bytes : this.#keeping(bytes, 3);
  }

  #keeping(bytes: Uint8Array, kept: number): Uint8Array {
    const end = this.#secret.digest('group', bytes).subarray(0, bytes.length - kept);
    return Uint8Array.from([...bytes.subarray(0, kept), ...end]);
  }
}
