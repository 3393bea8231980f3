/** Decimal digits up to 2^53-1; null if there are none, for any other byte, and for larger numbers. */
export const decimalNumber = (bytes: Uint8Array, start: number, end: number): number | null => {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return end > start && Number.isSafeInteger(value) ? value : null;
};

/** The same with an optional minus sign. */
export const signedNumber = (bytes: Uint8Array, start: number, end: number): number | null => {
  if (bytes[start] !== 0x2d) return decimalNumber(bytes, start, end);
  const value = decimalNumber(bytes, start + 1, end);
  return value === null ? null : -value;
};

const largestU64 = 2n ** 64n - 1n;

/** An unsigned 64-bit counter, exact; null for anything else. */
export const decimalCounter = (bytes: Uint8Array, start: number, end: number): bigint | null => {
  const small = decimalNumber(bytes, start, end);
  if (small !== null) return BigInt(small);
  if (end === start || end - start > 40) return null;
  let text = '';
  for (let at = start; at < end; at++) {
    if (bytes[at]! < 0x30 || bytes[at]! > 0x39) return null;
    text += String.fromCharCode(bytes[at]!);
  }
  const value = BigInt(text);
  return value <= largestU64 ? value : null;
};
