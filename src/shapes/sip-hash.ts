/** Finalization rounds, run before each half of the result. */
const lastRounds = 3;

/**
 * HalfSipHash-1-3 with a 64-bit result (Aumasson and Bernstein; the hash in include/linux/siphash.h). Without the key, it is
 * infeasible to find messages that share a hash, or many that share a slot. Both halves go into `hashes`. All rounds run in
 * one loop, which is compiled sooner than three copies of it and is as fast.
 */
export const sipHash = (
  words: Int32Array,
  start: number,
  length: number,
  key: Int32Array,
  hashes: Int32Array,
  at: number,
): void => {
  let v0 = key[0]!;
  let v1 = key[1]! ^ 0xee;
  let v2 = key[0]! ^ 0x6c796765;
  let v3 = key[1]! ^ 0x74656462;
  const absorbed = length + 1;
  for (let round = 0; round < absorbed + 2 * lastRounds; round++) {
    let word = 0;
    if (round < length) word = words[start + round]!;
    else if (round === length) word = length << 26;
    else if (round === absorbed) v2 ^= 0xee;
    else if (round === absorbed + lastRounds) {
      hashes[at] = v1 ^ v3;
      v1 ^= 0xdd;
    }
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  hashes[at + 1] = v1 ^ v3;
};
