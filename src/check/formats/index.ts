import type { CheckFormat } from '../../options/pages/check-draft.ts';
import type { Format } from './format.ts';

/** Every format, loaded on first use. */
export const formats = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./json.ts')).ndjson,
  tap: async () => (await import('./tap.ts')).tap,
  junit: async () => (await import('./junit.ts')).junit,
  github: async () => (await import('./github.ts')).github,
  nagios: async () => (await import('./nagios.ts')).nagios,
} satisfies Record<CheckFormat, () => Promise<Format>>;
