const slotsAtFirst = 1 << 14;

/**
 * Remembers rows by a 64-bit hash, in at most 16 bytes a row. A live table is read page by page while it changes, so the
 * kernel hands out rows again. Two different rows share a hash once in 10^7 reads of a table of a million rows.
 */
export class Seen {
  #slots = new Int32Array(slotsAtFirst * 2);
  #capacity = slotsAtFirst;
  #count = 0;

  /** True the first time this pair of halves is given. */
  add(high: number, low: number): boolean {
    if ((high | low) === 0) low = 1;
    if (this.#count * 5 >= this.#capacity * 4) this.#grow();
    return this.#insert(high, low);
  }

  #insert(high: number, low: number): boolean {
    const slots = this.#slots;
    const end = this.#capacity * 2;
    for (let at = this.#slotOf(low); ; at = at + 2 === end ? 0 : at + 2) {
      const here = slots[at]!;
      const beside = slots[at + 1]!;
      if (here === high && beside === low) return false;
      if ((here | beside) !== 0) continue;
      slots[at] = high;
      slots[at + 1] = low;
      this.#count++;
      return true;
    }
  }

  /** A fraction of 2^32 as the same fraction of the slots: a multiplication, where a remainder would be a division. */
  #slotOf(low: number): number {
    return Math.floor((low >>> 0) * (this.#capacity / 2 ** 32)) * 2;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity = Math.floor(this.#capacity * 1.6);
    this.#slots = new Int32Array(this.#capacity * 2);
    this.#count = 0;
    for (let at = 0; at < old.length; at += 2)
      if ((old[at]! | old[at + 1]!) !== 0) this.#insert(old[at]!, old[at + 1]!);
    free(old);
  }
}

/** Gives memory back now, and not when the collector comes by: 20 MiB less for two million rows. Since Node 21. */
const free = ({ buffer }: Int32Array): void => {
  (buffer as { transfer?(size: number): ArrayBuffer }).transfer?.(0);
};

/** What the two hashes begin with. Every value must go through a step of its own: two that are only XORed cancel out. */
export const firstHigh = 0x27d4eb2f;
export const firstLow = 0x165667b1;

/** One step of two independent hashes (multipliers of xxHash32 and MurmurHash3). */
export const mixHigh = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

export const mixLow = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};
