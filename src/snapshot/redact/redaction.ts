import { formatIpv4, formatIpv6 } from '../../core/address.ts';
import { Addresses } from './addresses.ts';
import { Hardware } from './hardware.ts';
import { Names } from './names.ts';
import type { Secret } from './secret.ts';
import { Spelling } from './spelling.ts';

const formatAddress = (bytes: Uint8Array): string =>
  bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes);

/** Everything replaced with one key, by kind. */
export class Redaction {
  readonly addresses: Addresses;
  readonly hardware: Hardware;
  readonly names: Names;
  readonly spelling: Spelling;

  readonly secret: Secret;
  /** Original addresses by replacement. */
  readonly mapped = new Map<string, string>();

  constructor(secret: Secret, endian: 'little' | 'big') {
    this.secret = secret;
    this.addresses = new Addresses(secret, (from, to) => {
      const [before, after] = [formatAddress(from), formatAddress(to)];
      if (before !== after) this.mapped.set(after, before);
    });
    this.hardware = new Hardware(secret, this.addresses);
    this.names = new Names(secret);
    this.spelling = new Spelling(this.addresses, endian);
  }

  /** `02:00:00:00:00:01`, of any length; null for anything else. */
  mac(text: string): string | null {
    if (!/^[\da-f]{2}(?::[\da-f]{2})+$/i.test(text)) return null;
    const mapped = this.hardware.map(Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16)));
    return Array.from(mapped, (byte) => byte.toString(16).padStart(2, '0')).join(':');
  }
}
