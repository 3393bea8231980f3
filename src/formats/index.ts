import type { Format } from './format.ts';

/** Every format, loaded when it is used. */
export const formats = {
  table: async () => (await import('./table.ts')).table,
  plain: async () => (await import('./plain.ts')).plain,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./json.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
