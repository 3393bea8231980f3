import { hexValue } from './hex.ts';

/** Takes 4 bytes in network order. */
export const formatIpv4 = (octets: Uint8Array): string =>
  `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;

/** True for `::ffff:a.b.c.d`: IPv4 on an IPv6 socket. */
export const isMapped = (octets: Uint8Array): boolean => {
  if (octets.length !== 16 || octets[10] !== 0xff || octets[11] !== 0xff) return false;
  for (let at = 0; at < 10; at++) if (octets[at] !== 0) return false;
  return true;
};

/** True for `0.0.0.0`, `::` and `::ffff:0.0.0.0`: any address. */
export const isUnspecified = (octets: Uint8Array): boolean => {
  for (let at = isMapped(octets) ? 12 : 0; at < octets.length; at++) if (octets[at] !== 0) return false;
  return true;
};

/** RFC 5952: lower case, with `::` for the longest run of two or more zero groups (the first one on a tie). */
export const formatIpv6 = (octets: Uint8Array): string => {
  if (isMapped(octets)) return `::ffff:${octets[12]}.${octets[13]}.${octets[14]}.${octets[15]}`;
  const { start, length } = longestZeros(octets);
  let text = '';
  for (let group = 0; group < 8; group++) {
    if (group === start) {
      text += '::';
      group += length - 1;
      continue;
    }
    if (text !== '' && !text.endsWith(':')) text += ':';
    text += ((octets[group * 2]! << 8) | octets[group * 2 + 1]!).toString(16);
  }
  return text;
};

/** Either family, by the number of octets. */
export const formatAddress = (octets: Uint8Array): string =>
  octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);

const longestZeros = (octets: Uint8Array): { start: number; length: number } => {
  let best = { start: -1, length: 1 };
  for (let group = 0; group < 8; group++) {
    let end = group;
    while (end < 8 && octets[end * 2] === 0 && octets[end * 2 + 1] === 0) end++;
    if (end - group > best.length) best = { start: group, length: end - group };
    if (end > group) group = end;
  }
  return best;
};

/**
 * Reads an address as the kernel prints it in text tables (%pI4, or %pI6 with all eight groups). Returns the number of
 * octets; 0 for any other text.
 */
export const readAddress = (bytes: Uint8Array, start: number, end: number, octets: Uint8Array): number => {
  let group = 0;
  while (group < 4 && start + group < end && bytes[start + group] !== 0x2e) group++;
  return group < 4 && start + group < end
    ? readIpv4(bytes, start, end, octets)
    : readIpv6(bytes, start, end, octets);
};

const readIpv4 = (bytes: Uint8Array, start: number, end: number, octets: Uint8Array): number => {
  let at = start;
  for (let octet = 0; octet < 4; octet++) {
    const from = at;
    let value = 0;
    for (; at < end && bytes[at] !== 0x2e; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9 || at - from === 3) return 0;
      value = value * 10 + digit;
    }
    if (at === from || value > 255 || (octet < 3 && at === end)) return 0;
    octets[octet] = value;
    at++;
  }
  return at === end + 1 ? 4 : 0;
};

const readIpv6 = (bytes: Uint8Array, start: number, end: number, octets: Uint8Array): number => {
  let at = start;
  for (let octet = 0; octet < 16; octet += 2) {
    const from = at;
    let value = 0;
    for (; at < end && bytes[at] !== 0x3a; at++) {
      const digit = hexValue[bytes[at]!]!;
      if (digit < 0 || at - from === 4) return 0;
      value = (value << 4) | digit;
    }
    if (at === from || (octet < 14 && at === end)) return 0;
    octets[octet] = value >> 8;
    octets[octet + 1] = value & 0xff;
    at++;
  }
  return at === end + 1 ? 16 : 0;
};

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** Rewrites an IPv4 tail, as in `::ffff:10.0.0.1`, as two hex groups. */
const withHexTail = (text: string): string => {
  const at = text.lastIndexOf(':') + 1;
  const tail = dotted(text.slice(at));
  if (tail === null) return text;
  const group = (byte: number): string => ((tail[byte]! << 8) | tail[byte + 1]!).toString(16);
  return `${text.slice(0, at)}${group(0)}:${group(2)}`;
};

const dotted = (text: string): Uint8Array | null =>
  /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text) &&
  text.split('.').every((octet) => Number(octet) < 256)
    ? Uint8Array.from(text.split('.'), Number)
    : null;

/** Parses an address as users type it, into network order; a mapped one becomes IPv4. Null for anything else. */
export const parseAddress = (text: string): Uint8Array | null => {
  const ipv4 = dotted(text);
  if (ipv4 !== null) return ipv4;
  const [head = '', tail, ...more] = withHexTail(text.replace(/^\[(.*)\]$/, '$1')).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  const octets = Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  );
  return isMapped(octets) ? octets.slice(12) : octets;
};
