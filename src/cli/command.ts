import type { Report } from '../core/report.ts';
import type { Host } from './host.ts';

/** A command that is no report. Gives the exit code. */
export type Command = (words: readonly string[], host: Host, reports: readonly Report[]) => number;
