/** A text or a function that builds it, since most messages about a file full of bad lines are never shown. */
export type Message = string | (() => string);

/** A cursor over the lines of one kernel file, in a reused buffer. Only byte 0x0A ends a line. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Offset of the line's first byte. */
  readonly start: number;
  /** One past its last byte, excluding the line feed. */
  readonly end: number;
  /** 1-based. */
  readonly number: number;
  /** The path as shown in messages. */
  readonly path: string;
  /** 64 random bits, constant for a run, so hashes of rows are unpredictable. */
  readonly secret: Int32Array;
  /** One past the last byte read so far; never within the current line. */
  readonly filled: number;
  /** Moves to the next line; false at the end of the file. */
  next(): boolean;
  /** Moves to the next line, whose line feed the caller found at `end` (before `filled`). */
  moveTo(end: number): void;
  /** The current line was parsed as a row. */
  accept(): void;
  /** The current line is the expected header. A file with neither header nor parsed row has an unrecognized format. */
  acceptHeader(): void;
  /** Rejects the line (or its `field`), not the file. A message function is called before this returns, or never. */
  reject(field: string | null, message: Message): void;
  /** Stops reading early. */
  close(): void;
}
