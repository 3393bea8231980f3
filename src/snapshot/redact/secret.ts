import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** Digits for pseudonyms, without vowels, to avoid forming words. */
const digits = '0123456789bcdfghjkmnpqrstvwxyz';

/** The key of one redaction. Without it, nothing can be reversed or verified by guessing. */
export class Secret {
  readonly hex: string;
  readonly #key: KeyObject;

  /** 32 bytes, in hexadecimal. */
  constructor(hex: string = randomBytes(32).toString('hex')) {
    this.hex = hex;
    this.#key = createSecretKey(Buffer.from(hex, 'hex'));
  }

  /** 32 bytes derived from the key, the kind and the value. */
  digest(kind: string, value: Uint8Array | string): Buffer {
    return createHmac('sha256', this.#key).update(`${kind}\0`).update(value).digest();
  }

  /** A pseudonym of digits and letters. With 8 characters, 10,000 names collide once in 10,000 times. */
  word(kind: string, value: string, length = 8): string {
    let word = '';
    for (let block = 0; word.length < length; block++)
      for (const byte of this.digest(kind + '+'.repeat(block), value)) word += digits[byte % digits.length];
    return word.slice(0, length);
  }

  hexDigits(kind: string, value: string, length: number): string {
    const once = this.digest(kind, value).toString('hex');
    return (
      length > once.length ? once + this.hexDigits(`${kind}+`, value, length - once.length) : once
    ).slice(0, length);
  }

  /** Identifies the key without revealing it, so that snapshots redacted with the same key can be compared. */
  get name(): string {
    return this.word('key', 'procnet', 16);
  }
}
