/** Addresses as bytes in network order: 4 of them or 16. */
export const formatIpv4 = (octets: Uint8Array): string =>
  `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;

/** True for `::ffff:a.b.c.d`: IPv4 on an IPv6 socket. */
export const isMapped = (octets: Uint8Array): boolean => {
  if (octets.length !== 16 || octets[10] !== 0xff || octets[11] !== 0xff) return false;
  for (let at = 0; at < 10; at++) if (octets[at] !== 0) return false;
  return true;
};

/** RFC 5952: lower case, the longest run of two or more zero groups as `::`, the first of equals. */
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

/** Eight groups of hex digits, as the kernel writes IPv6 in full; null for any other text. */
export const parseIpv6Groups = (text: string): Uint8Array | null => {
  const groups = text.split(':');
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  );
};
