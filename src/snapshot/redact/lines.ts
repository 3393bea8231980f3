/** What a line becomes; null where it is not what its file has. */
export type LineRule = (line: string) => string | null;

/** In the place of a line that cannot be understood, and so cannot be made safe. */
const unrecognized = '(redacted: unrecognized line)';

/** Bytes as text with one character each, and back. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Applies a rule to each line. The last line feed is no line. */
export const byLine = (text: string, rule: LineRule): string => {
  const lines = text.split('\n');
  const last = lines.pop()!;
  const mapped = lines.map((line) => `${rule(line) ?? unrecognized}\n`).join('');
  return last === '' ? mapped : mapped + (rule(last) ?? unrecognized);
};

/** Puts a longer or shorter text into a column that is followed by spaces, of which one stays. */
export const fit = (before: string, spaces: string, now: string): string =>
  now + ' '.repeat(Math.max(spaces.length > 0 ? 1 : 0, before.length + spaces.length - now.length));

/** The same for a column whose spaces come first. */
export const fitRight = (spaces: string, before: string, now: string): string =>
  ' '.repeat(Math.max(spaces.length > 0 ? 1 : 0, before.length + spaces.length - now.length)) + now;
