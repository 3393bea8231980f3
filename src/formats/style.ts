import { Chalk } from 'chalk';
import type { Tone } from '../core/column.ts';

/** Colors by meaning, readable on dark and light (not yellow, cyan or blue). Without color, styles return text unchanged. */
export interface Style {
  heading(text: string): string;
  dim(text: string): string;
  tone(tone: Tone | undefined, text: string): string;
}

export const createStyle = (color: boolean): Style => {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const tones: Record<Tone, (text: string) => string> = {
    good: chalk.green,
    warn: chalk.magenta,
    bad: chalk.bold.red,
    dim: chalk.dim,
  };
  return {
    heading: chalk.bold,
    dim: chalk.dim,
    tone: (tone, text) => (tone === undefined ? text : tones[tone](text)),
  };
};
