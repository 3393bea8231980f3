import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json, ndjson } from './json.ts';
import { plain } from './plain.ts';

/** Every format. The table is large, and loaded when it is used. */
export const formats = {
  table: async () => (await import('./table.ts')).table,
  plain: async () => plain,
  json: async () => json,
  ndjson: async () => ndjson,
  csv: async () => csv,
} satisfies Record<string, () => Promise<Format>>;

/** The format of that name; text in colour has code of its own, which plain text need not load. */
export const formatNamed = async (name: FormatName, color: boolean): Promise<Format> =>
  name === 'plain' && color ? (await import('./painted.ts')).paintedPlain : formats[name]();

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
