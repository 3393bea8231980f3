import { decimalCounter, decimalNumber, signedNumber } from './decimal.ts';
import { hexNumber, isHex } from './hex.ts';

type Accepts = (bytes: Uint8Array, start: number, end: number) => boolean;

/** One token of kernel text: its name in messages and its expected form. */
export interface Field {
  readonly name: string;
  readonly expected: string;
  readonly accepts: Accepts;
  /** A bad token makes only its own value null; the row is kept. */
  readonly valueOnly?: true;
}

const field = (name: string, expected: string, accepts: Accepts): Field => ({ name, expected, accepts });

export const word = (name: string): Field => field(name, 'a word', (_, start, end) => end > start);

export const decimal = (name: string): Field =>
  field(name, 'a decimal number', (bytes, start, end) => decimalNumber(bytes, start, end) !== null);

/** A decimal number up to `most`. */
export const decimalUpTo = (name: string, most: number): Field =>
  field(name, `a number from 0 to ${most}`, (bytes, start, end) => {
    const value = decimalNumber(bytes, start, end);
    return value !== null && value <= most;
  });

export const signed = (name: string): Field =>
  field(name, 'a decimal number', (bytes, start, end) => signedNumber(bytes, start, end) !== null);

export const hex = (name: string): Field =>
  field(name, 'a hexadecimal number', (bytes, start, end) => end - start <= 16 && isHex(bytes, start, end));

/** A hexadecimal number up to `most`. */
export const hexUpTo = (name: string, most: number): Field =>
  field(name, `a hexadecimal number from 0 to ${most.toString(16)}`, (bytes, start, end) => {
    const value = hexNumber(bytes, start, end);
    return value !== null && value <= most;
  });

export const prefixedHex = (name: string): Field =>
  field(
    name,
    'a number from 0x0 to 0xffffffff',
    (bytes, start, end) =>
      bytes[start] === 0x30 && bytes[start + 1] === 0x78 && end - start <= 10 && isHex(bytes, start + 2, end),
  );

/** Exactly `digits` hex digits: 8 for an IPv4 word, 32 for an IPv6 address. */
export const hexDigits = (name: string, digits: number): Field =>
  field(
    name,
    `${digits} hexadecimal digits`,
    (bytes, start, end) => end - start === digits && isHex(bytes, start, end),
  );

/** An unsigned 64-bit counter; a bad one becomes null and its row is kept. */
export const counter = (name: string): Field => ({
  ...field(
    name,
    'a number from 0 to 2^64-1',
    (bytes, start, end) => decimalCounter(bytes, start, end) !== null,
  ),
  valueOnly: true,
});

export const ipv4Text = (name: string): Field => field(name, 'an IPv4 address', isDottedQuad);

const isDottedQuad: Accepts = (bytes, start, end) => {
  let dots = 0;
  let octet = -1;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) octet = Math.max(octet, 0) * 10 + digit;
    else if (bytes[at] !== 0x2e || octet < 0) return false;
    else {
      dots++;
      octet = -1;
    }
    if (octet > 255) return false;
  }
  return dots === 3 && octet >= 0;
};
