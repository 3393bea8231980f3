/** Value of each hexadecimal digit's byte; -1 for every other byte, so that OR-ing values shows a bad one by its sign. */
export const hexValue: Int8Array = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  hexValue['0123456789abcdef'.charCodeAt(digit)] = digit;
  hexValue['0123456789ABCDEF'.charCodeAt(digit)] = digit;
}

/** Eight hex digits as a signed 32-bit word, in the order printed. The caller has checked the digits. */
export const hexWord = (b: Uint8Array, at: number): number =>
  (hexValue[b[at]!]! << 28) |
  (hexValue[b[at + 1]!]! << 24) |
  (hexValue[b[at + 2]!]! << 20) |
  (hexValue[b[at + 3]!]! << 16) |
  (hexValue[b[at + 4]!]! << 12) |
  (hexValue[b[at + 5]!]! << 8) |
  (hexValue[b[at + 6]!]! << 4) |
  hexValue[b[at + 7]!]!;

/** Four hex digits. */
export const hexShort = (b: Uint8Array, at: number): number =>
  (hexValue[b[at]!]! << 12) |
  (hexValue[b[at + 1]!]! << 8) |
  (hexValue[b[at + 2]!]! << 4) |
  hexValue[b[at + 3]!]!;

export const hexByte = (b: Uint8Array, at: number): number =>
  (hexValue[b[at]!]! << 4) | hexValue[b[at + 1]!]!;

/** `count` octets of two hex digits each. The caller has checked the digits. */
export const hexOctets = (b: Uint8Array, at: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, octet) => hexByte(b, at + octet * 2));

/** Hex digits of any number, to 2^53-1; null for none, for anything else, and beyond. */
export const hexNumber = (bytes: Uint8Array, start: number, end: number): number | null => {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = hexValue[bytes[at]!]!;
    if (digit < 0) return null;
    value = value * 16 + digit;
  }
  return end > start && Number.isSafeInteger(value) ? value : null;
};

export const isHex = (bytes: Uint8Array, start: number, end: number): boolean => {
  let seen = end > start ? 0 : -1;
  for (let at = start; at < end; at++) seen |= hexValue[bytes[at]!]!;
  return seen >= 0;
};
