/** A prefix whose meaning everybody knows, and what is to become of the addresses in it. */
export type Known = {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** `class`: they stay in it. `whole`: they stay as they are. */
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
 * Maps addresses so that two agree in exactly as many leading bits as before (Xu, Fan, Ammar, Moon: Crypto-PAn). Whether
 * a bit is flipped depends on the key and on the bits before it; on the way to a known prefix none is.
 */
export class PrefixMap {
  readonly #digest: (prefix: string) => Uint8Array;
  readonly #pins: Pin;
  readonly #trees = new Map<string, Uint8Array>();

  /** `digest` gives 32 bytes for the bytes that precede a byte: a flip for each of the 255 ways to begin it. */
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

  /** What follows a prefix that is kept whole stays; of this byte only what came before was flipped. */
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
