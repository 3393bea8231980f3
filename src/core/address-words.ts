const dot = 0x2e;
const colon = 0x3a;
const letterF = 0x66;

/** Each octet's decimal digits in the low three bytes, first digit lowest; the digit count in the fourth. */
const octetDigits = new Int32Array(256);
for (let octet = 0; octet < 256; octet++) {
  const last = 0x30 + (octet % 10);
  const tens = 0x30 + (Math.floor(octet / 10) % 10);
  const hundreds = 0x30 + Math.floor(octet / 100);
  octetDigits[octet] =
    octet < 10
      ? last | (1 << 24)
      : octet < 100
        ? tens | (last << 8) | (2 << 24)
        : hundreds | (tens << 8) | (last << 16) | (3 << 24);
}

/** Writes an IPv4 address whose first octet is the lowest byte of `word`; returns the end offset. Needs room for 17 bytes. */
export const putIpv4 = (bytes: Uint8Array, start: number, word: number): number => {
  const first = putOctet(bytes, start, word & 0xff);
  const second = putOctet(bytes, first, (word >>> 8) & 0xff);
  const third = putOctet(bytes, second, (word >>> 16) & 0xff);
  return putOctet(bytes, third, word >>> 24) - 1;
};

/** Writes the octet and a dot. */
const putOctet = (bytes: Uint8Array, at: number, octet: number): number => {
  const digits = octetDigits[octet]!;
  bytes[at] = digits;
  bytes[at + 1] = digits >> 8;
  bytes[at + 2] = digits >> 16;
  const end = at + (digits >> 24);
  bytes[end] = dot;
  return end + 1;
};

/** The `group`th 16 bits of an IPv6 address of four words, each with its first octet lowest. */
const groupOf = (words: Int32Array, at: number, group: number): number => {
  const half = (words[at + (group >> 1)]! >>> ((group & 1) << 4)) & 0xffff;
  return ((half & 0xff) << 8) | (half >>> 8);
};

/** The IPv6 counterpart, in the form of `formatIpv6`. Needs room for 45 bytes. */
export const putIpv6 = (bytes: Uint8Array, start: number, words: Int32Array, at: number): number => {
  if (words[at] === 0 && words[at + 1] === 0 && words[at + 2] === -65_536)
    return putIpv4(bytes, putMapped(bytes, start), words[at + 3]!);
  const zeros = zerosOf(words, at);
  const zerosStart = zeros >> 4;
  const zerosEnd = zerosStart + (zeros & 0xf);
  let to = start;
  for (let group = 0; group < 8; group++) {
    if (group >= zerosStart && group < zerosEnd) {
      if (group === zerosStart) bytes[to++] = colon;
      continue;
    }
    if (group > 0) bytes[to++] = colon;
    to = putGroup(bytes, to, groupOf(words, at, group));
  }
  if (zerosEnd === 8) bytes[to++] = colon;
  return to;
};

/** The longest run of two or more zero groups (the first one on a tie), packed as first group * 16 + length. */
const zerosOf = (words: Int32Array, at: number): number => {
  let longest = 1;
  let found = 9 << 4;
  let length = 0;
  for (let group = 0; group < 8; group++) {
    length = groupOf(words, at, group) === 0 ? length + 1 : 0;
    if (length <= longest) continue;
    longest = length;
    found = ((group - length + 1) << 4) | length;
  }
  return found;
};

/** `::ffff:` */
const putMapped = (bytes: Uint8Array, start: number): number => {
  bytes[start] = colon;
  bytes[start + 1] = colon;
  for (let at = start + 2; at < start + 6; at++) bytes[at] = letterF;
  bytes[start + 6] = colon;
  return start + 7;
};

/** Up to four hex digits without leading zeros. */
const putGroup = (bytes: Uint8Array, start: number, group: number): number => {
  let to = start;
  for (let shift = (31 - Math.clz32(group | 1)) & ~3; shift >= 0; shift -= 4) {
    const digit = (group >>> shift) & 0xf;
    bytes[to++] = digit < 10 ? 0x30 + digit : 0x57 + digit;
  }
  return to;
};

/** Fills `octets` from the words, in network order. */
export const octetsOfWords = (words: Int32Array, at: number, octets: Uint8Array): Uint8Array => {
  for (let octet = 0; octet < octets.length; octet++)
    octets[octet] = words[at + (octet >> 2)]! >>> ((octet & 3) << 3);
  return octets;
};
