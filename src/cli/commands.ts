import type { Report } from '../core/report.ts';
import type { Host } from './host.ts';

/** A command that is no report. Gives the exit code. */
export type Command = (words: readonly string[], host: Host, reports: readonly Report[]) => number;

/** Each loaded when it is asked for. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  explain: async () => (await import('./explain.ts')).explain,
  schema: async () => (await import('./schema.ts')).schema,
  completion: async () => (await import('./completion.ts')).completion,
  help: async () => (await import('./help.ts')).help,
};
