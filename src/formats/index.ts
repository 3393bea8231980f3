import type { Format } from './format.ts';
import { plain } from './plain.ts';

/** Every format. What is no terminal gets plain text unless it asks for another, so the others are loaded when they are used. */
export const formats = {
  table: async () => (await import('./table.ts')).table,
  plain: async () => plain,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./json.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
} satisfies Record<string, () => Promise<Format>>;

/** The format of that name; text in colour has code of its own, which plain text need not load. */
export const formatNamed = async (name: FormatName, color: boolean): Promise<Format> =>
  name === 'plain' && color ? (await import('./painted.ts')).paintedPlain : formats[name]();

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
