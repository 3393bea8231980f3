/** Redacts a line; null if it does not match the file's format. */
export type LineRule = (line: string) => string | null;

/** Replaces a line that cannot be parsed and so cannot be made safe. */
const unrecognized = '(redacted: unrecognized line)';

/** Converts bytes to text with one character each, and back. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Applies a rule to each line. The final line feed does not start another line. */
export const byLine = (text: string, rule: LineRule): string => {
  const lines = text.split('\n');
  const last = lines.pop()!;
  const mapped = lines.map((line) => `${rule(line) ?? unrecognized}\n`).join('');
  return last === '' ? mapped : mapped + (rule(last) ?? unrecognized);
};

/** Replaces text in a column, adjusting the spaces after it but keeping at least one. */
export const fit = (before: string, spaces: string, now: string): string =>
  now + ' '.repeat(Math.max(spaces.length > 0 ? 1 : 0, before.length + spaces.length - now.length));

/** The same for a right-aligned column. */
export const fitRight = (spaces: string, before: string, now: string): string =>
  ' '.repeat(Math.max(spaces.length > 0 ? 1 : 0, before.length + spaces.length - now.length)) + now;
