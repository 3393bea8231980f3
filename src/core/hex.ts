/** Value of each hex digit byte; -1 for any other byte, so OR-ing values yields a negative number if one is bad. */
export const hexValue: Int8Array = new Int8Array(256).fill(-1);
const digitBytes = Buffer.from('0123456789abcdefABCDEF');
for (const [at, byte] of digitBytes.entries()) hexValue[byte] = at < 16 ? at : at - 6;

/** Value of two hex digits, indexed by both bytes (first one lowest); -1 for any other two bytes. */
export const hexPairs: Int16Array = new Int16Array(1 << 16).fill(-1);
for (const high of digitBytes)
  for (const low of digitBytes) hexPairs[high | (low << 8)] = (hexValue[high]! << 4) | hexValue[low]!;

/** Eight hex digits as a signed 32-bit word, in printed order. The caller must have checked the digits. */
export const hexWord = (b: Uint8Array, at: number): number => (hexShort(b, at) << 16) | hexShort(b, at + 4);

/** Four hex digits; negative if any is not a hex digit. */
export const hexShort = (b: Uint8Array, at: number): number =>
  (hexPairs[b[at]! | (b[at + 1]! << 8)]! << 8) | hexPairs[b[at + 2]! | (b[at + 3]! << 8)]!;

/** Two hex digits; negative if either is not a hex digit. */
export const hexByte = (b: Uint8Array, at: number): number => hexPairs[b[at]! | (b[at + 1]! << 8)]!;

/** `count` octets of two hex digits each. The caller must have checked the digits. */
export const hexOctets = (b: Uint8Array, at: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, octet) => hexByte(b, at + octet * 2));

/** A hex number up to 2^53-1; null if empty, malformed or larger. */
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
