/** A well-known prefix, and how to treat the addresses in it. */
export type Known = {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** `class`: they stay within it. `whole`: they are unchanged. */
  readonly keep: 'class' | 'whole';
};

type Pin = { below: [Pin | null, Pin | null]; isWhole: boolean };

const newPin = (): Pin => ({ below: [null, null], isWhole: false });

const bitOf = (bytes: Uint8Array, at: number): 0 | 1 => ((bytes[at >> 3]! >> (7 - (at & 7))) & 1) as 0 | 1;

const pinsOf = (known: readonly Known[]): Pin => {
  const root = newPin();
  for (const { bytes, length, keep } of known) {
    let pin = root;
    for (let at = 0; at < length; at++) {
      const bit = bitOf(bytes, at);
      pin.below[bit] ??= newPin();
      pin = pin.below[bit];
    }
    pin.isWhole ||= keep === 'whole';
  }
  return root;
};

const mostTrees = 1 << 16;

/**
 * Maps addresses so that any two share exactly as many leading bits as before (Xu, Fan, Ammar, Moon: Crypto-PAn). Whether a bit
 * is flipped depends on the key and the preceding bits; bits of a known prefix are never flipped.
 */
export class PrefixMap {
  readonly #digest: (prefix: string) => Uint8Array;
  readonly #pins: Pin;
  readonly #trees = new Map<string, Uint8Array>();

  /** `digest` returns 32 bytes for the bytes preceding a byte, with one flip bit for each of its 255 bit prefixes. */
  constructor(digest: (prefix: string) => Uint8Array, known: readonly Known[]) {
    this.#digest = digest;
    this.#pins = pinsOf(known);
  }

  map(address: Uint8Array): Uint8Array<ArrayBuffer> {
    const mapped = Uint8Array.from(address);
    let pin: Pin | null = this.#pins;
    let prefix = '';
    for (const [at, byte] of address.entries()) {
      let flips = 0;
      let node = 1;
      for (let bit = 7; bit >= 0; bit--) {
        if (pin?.isWhole) return this.#rest(mapped, at, flips);
        const isPinned = pin !== null && (pin.below[0] !== null || pin.below[1] !== null);
        if (!isPinned) flips |= this.#flip(prefix, node) << bit;
        const value: 0 | 1 = ((byte >> bit) & 1) as 0 | 1;
        node = (node << 1) | value;
        pin = pin?.below[value] ?? null;
      }
      mapped[at] = byte ^ flips;
      prefix += String.fromCharCode(byte);
    }
    return mapped;
  }

  /** Keeps everything after a prefix that is kept whole; in this byte, only bits before it were flipped. */
  #rest(mapped: Uint8Array<ArrayBuffer>, at: number, flips: number): Uint8Array<ArrayBuffer> {
    mapped[at]! ^= flips;
    return mapped;
  }

  #flip(prefix: string, node: number): number {
    let tree = this.#trees.get(prefix);
    if (tree === undefined) {
      if (this.#trees.size === mostTrees) this.#trees.clear();
      tree = this.#digest(prefix);
      this.#trees.set(prefix, tree);
    }
    return (tree[node >> 3]! >> (node & 7)) & 1;
  }
}
