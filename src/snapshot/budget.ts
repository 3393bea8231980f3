import { ReadError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { type Limits, limits, mebibytes } from './limits.ts';
import type { Member } from './members.ts';

/** Enforces a snapshot's limits when reading and writing. Throws `ReadError` if one is exceeded. */
export class Budget {
  readonly #path: string;
  readonly #limits: Limits;
  #members = 0;
  #contents = 0;
  #input = 0;
  #unpacked = 0;

  constructor(path: string, within: Limits = limits) {
    this.#path = path;
    this.#limits = within;
  }

  member(member: Member): void {
    this.name();
    if (member.kind === 'file') this.contents(member.bytes.length);
  }

  name(): void {
    if (++this.#members > this.#limits.members)
      this.#refuse(`more than ${this.#limits.members} files and links`);
  }

  /** Checks the size claimed by a file's header before reading it. */
  file(path: string, bytes: number): void {
    if (bytes > this.#limits.file) this.#refuse(`${path} is larger than ${mebibytes(this.#limits.file)}`);
  }

  contents(bytes: number): void {
    this.#contents += bytes;
    this.#hold(this.#contents, this.#limits.contents, 'files of more than');
  }

  input(bytes: number): void {
    this.#input += bytes;
    this.#hold(this.#input, this.#limits.input, 'more than');
  }

  unpacked(bytes: number): void {
    this.#unpacked += bytes;
    this.#hold(this.#unpacked, this.#limits.unpacked, 'when unpacked, more than');
  }

  #hold(bytes: number, limit: number, what: string): void {
    if (bytes > limit) this.#refuse(`${what} ${mebibytes(limit)}`);
  }

  #refuse(what: string): never {
    const message = `${visible(this.#path)}: too large for a snapshot: ${visible(what)}`;
    throw new ReadError(message, 'EFBIG', this.#path);
  }
}

/** Passes on chunks as long as they fit. */
export async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    count(piece.length);
    yield piece;
  }
}
