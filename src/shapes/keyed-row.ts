import { decodeName } from '../core/text.ts';
import { Row } from './row.ts';

const colon = 0x3a;
const space = 0x20;

/**
 * `name: value value …`. The tokens are the values. The name ends at the last colon, because old kernels print the first
 * value right after it and allow colons in names.
 */
export class KeyedRow extends Row {
  /** Null for a line without a colon. */
  key: string | null = null;

  override move(bytes: Uint8Array, start: number, end: number): this {
    let at = end - 1;
    while (at >= start && bytes[at] !== colon) at--;
    this.key = at < start ? null : nameBetween(bytes, start, at);
    return super.move(bytes, at < start ? start : at + 1, end);
  }
}

const nameBetween = (bytes: Uint8Array, start: number, end: number): string => {
  let at = start;
  while (at < end && bytes[at] === space) at++;
  return decodeName(bytes, at, end);
};
