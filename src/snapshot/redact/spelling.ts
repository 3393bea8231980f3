import { formatIpv4, formatIpv6, parseAddress } from '../../core/address.ts';
import type { Addresses } from './addresses.ts';

const hexBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hexText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Converts between network order and a machine's word order. */
const wordOrder = (bytes: Uint8Array, endian: 'little' | 'big'): Uint8Array =>
  endian === 'big' ? bytes : Uint8Array.from(bytes, (_, at) => bytes[at ^ 3]!);

/** The forms in which the kernel prints addresses (lib/vsprintf.c). Each is replaced in the same form. */
export class Spelling {
  readonly #addresses: Addresses;
  readonly #endian: 'little' | 'big';

  constructor(addresses: Addresses, endian: 'little' | 'big') {
    this.#addresses = addresses;
    this.#endian = endian;
  }

  /** `0100007F`, and four such words: `tcp`, `route`, `igmp`. */
  words(text: string, length = text.length * 4): string {
    const bytes = this.bytesOfWords(text);
    return hexText(wordOrder(this.#addresses.network(bytes, length), this.#endian)).toUpperCase();
  }

  bytesOfWords(text: string): Uint8Array {
    return wordOrder(hexBytes(text), this.#endian);
  }

  /** 32 lower-case digits in network order: `if_inet6`, `ipv6_route`, `igmp6`. */
  straight(text: string, length = 128): string {
    return hexText(this.#addresses.network(hexBytes(text), length));
  }

  /** `10.0.0.1`. */
  dotted(text: string, length = 32): string {
    return formatIpv4(this.#addresses.network(Uint8Array.from(text.split('.'), Number), length));
  }

  /** Eight groups of four digits: `nf_conntrack`. */
  groups(text: string): string {
    return hexText(this.#addresses.host(hexBytes(text.replaceAll(':', '')))).replace(/.{4}(?=.)/g, '$&:');
  }

  /** RFC 5952 form. Null for text that is not an address. */
  compressed(text: string): string | null {
    const bytes = parseAddress(text);
    if (bytes === null) return null;
    const mapped = this.#addresses.host(bytes);
    if (bytes.length === 16) return formatIpv6(mapped);
    return (text.includes(':') ? '::ffff:' : '') + formatIpv4(mapped);
  }
}
