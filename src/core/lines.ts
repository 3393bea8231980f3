/** A text, or how to make it: most messages about a file of bad lines are never shown. */
export type Message = string | (() => string);

/** The lines of one kernel file: a cursor over a reused buffer. Lines end at byte 0x0A and at nothing else. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** First byte of the line. */
  readonly start: number;
  /** One past its last byte, the line feed not counted. */
  readonly end: number;
  /** 1-based. */
  readonly number: number;
  /** The path, as messages show it. */
  readonly path: string;
  /** 64 random bits, the same throughout one run: what is remembered of rows cannot be foreseen. */
  readonly secret: Int32Array;
  /** One past the last byte read so far, and never in the middle of this line. */
  readonly filled: number;
  /** Moves to the next line; false at the end of the file. */
  next(): boolean;
  /** Moves to the next line, whose line feed the caller has found at `end`, before `filled`. */
  moveTo(end: number): void;
  /** This line is a row that was understood. */
  accept(): void;
  /** This line is the header we know. A file with neither header nor understood row is not what it should be. */
  acceptHeader(): void;
  /** This line (or its `field`) is not what it should be. It costs the line, not the file. The message is made at once or never. */
  reject(field: string | null, message: Message): void;
  /** Ends the reading early. */
  close(): void;
}
