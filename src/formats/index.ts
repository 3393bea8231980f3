import type { Format } from './format.ts';
import { plain } from './plain.ts';

/** Every format. Only plain, the default unless stdout is a terminal, is loaded up front; the others are loaded on use. */
export const formats = {
  table: async () => (await import('./table.ts')).table,
  plain: async () => plain,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./json.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
} satisfies Record<string, () => Promise<Format>>;

/** The format with that name. Colored plain text has separate code, so that plain text need not load it. */
export const formatNamed = async (name: FormatName, color: boolean): Promise<Format> =>
  name === 'plain' && color ? (await import('./painted.ts')).paintedPlain : formats[name]();

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
