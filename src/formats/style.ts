import { Chalk } from 'chalk';
import type { Tone } from '../core/column.ts';

/** Colours by meaning, in tones that read on dark and light: yellow and cyan vanish on white, blue on black. Without colour every style leaves its text alone. */
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
