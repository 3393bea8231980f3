const slots = 8;
const slotSize = 1 << 16;

/** What the control words are for; the state and the length of each slot follow. */
const fdWord = 0;
const readyWord = 1;
const stopWord = 2;
const firstSlotWord = 16;
const controlBytes = 256;

const empty = 0;
const full = 1;

/** Puts bytes at an offset and gives their number; 0 at the end. Throws what a system call throws. */
export type Fill = (fd: number, bytes: Uint8Array, offset: number, length: number) => number;

/**
 * A queue of bytes between two threads that share its memory. One fills slots from a file descriptor, the other takes
 * them in the same order; each blocks while the other is behind. A slot of length 0 ends the file, a negative length is
 * the error number that ended it.
 */
export class Ring {
  readonly memory: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #bytes: Uint8Array;
  #turn = 0;
  #taken = 0;

  constructor(memory = new SharedArrayBuffer(controlBytes + slots * slotSize)) {
    this.memory = memory;
    this.#control = new Int32Array(memory, 0, controlBytes / 4);
    this.#bytes = new Uint8Array(memory, controlBytes);
  }

  /** The filling thread's whole life: waits for a descriptor, fills slots from it, and waits again. */
  serve(fill: Fill): never {
    Atomics.store(this.#control, readyWord, 1);
    for (;;) {
      Atomics.wait(this.#control, fdWord, 0);
      this.#fillFrom(Atomics.load(this.#control, fdWord) - 1, fill);
      Atomics.store(this.#control, fdWord, 0);
      Atomics.notify(this.#control, fdWord);
    }
  }

  /** True once the filling thread runs. */
  get isServed(): boolean {
    return Atomics.load(this.#control, readyWord) === 1;
  }

  /** Gives a descriptor to the filling thread, which must be idle. Nobody else may read from it until `stop`. */
  start(fd: number): void {
    this.#turn = 0;
    this.#taken = 0;
    for (let slot = 0; slot < slots; slot++) Atomics.store(this.#control, stateOf(slot), empty);
    Atomics.store(this.#control, stopWord, 0);
    Atomics.store(this.#control, fdWord, fd + 1);
    Atomics.notify(this.#control, fdWord);
  }

  /** Takes the descriptor back, and waits until the other thread has let go of it. */
  stop(): void {
    Atomics.store(this.#control, stopWord, 1);
    for (let slot = 0; slot < slots; slot++) this.#pass(slot, empty);
    for (;;) {
      const fd = Atomics.load(this.#control, fdWord);
      if (fd === 0) return;
      Atomics.wait(this.#control, fdWord, fd);
    }
  }

  /** The next bytes, at most `length`; 0 at the end, a negative error number where reading failed. */
  take(into: Uint8Array, offset: number, length: number): number {
    const slot = this.#turn % slots;
    Atomics.wait(this.#control, stateOf(slot), empty);
    const filled = this.#control[lengthOf(slot)]!;
    if (filled <= 0) return filled;
    const start = slot * slotSize + this.#taken;
    const size = Math.min(length, filled - this.#taken);
    into.set(this.#bytes.subarray(start, start + size), offset);
    this.#taken += size;
    if (this.#taken === filled) {
      this.#taken = 0;
      this.#turn++;
      this.#pass(slot, empty);
    }
    return size;
  }

  #fillFrom(fd: number, fill: Fill): void {
    for (let turn = 0; ; turn++) {
      const slot = turn % slots;
      Atomics.wait(this.#control, stateOf(slot), full);
      if (Atomics.load(this.#control, stopWord) === 1) return;
      const length = this.#fillSlot(slot, fd, fill);
      this.#control[lengthOf(slot)] = length;
      this.#pass(slot, full);
      if (length <= 0) return;
    }
  }

  /** As much as fits, since the kernel gives a page a call. An error after some bytes comes again with the next slot. */
  #fillSlot(slot: number, fd: number, fill: Fill): number {
    const start = slot * slotSize;
    let length = 0;
    try {
      while (length < slotSize) {
        const got = fill(fd, this.#bytes, start + length, slotSize - length);
        if (got === 0) break;
        length += got;
      }
    } catch (error) {
      if (length === 0) return -Math.abs((error as NodeJS.ErrnoException).errno ?? 5);
    }
    return length;
  }

  #pass(slot: number, state: number): void {
    Atomics.store(this.#control, stateOf(slot), state);
    Atomics.notify(this.#control, stateOf(slot));
  }
}

const stateOf = (slot: number): number => firstSlotWord + slot * 2;
const lengthOf = (slot: number): number => firstSlotWord + slot * 2 + 1;
