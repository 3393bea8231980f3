import type { Report } from '../core/report.ts';
import type { Shell } from '../options/pages/printed.ts';
import { bashCompletion } from './completions/bash.ts';
import { fishCompletion } from './completions/fish.ts';
import { completedCommands } from './completions/offered.ts';
import { zshCompletion } from './completions/zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  Shell,
  unknown
>;

/** A script that completes commands, options and values in a shell without running procnet. */
export const completionScript = (shell: Shell, reports: readonly Report[]): string =>
  scripts[shell](completedCommands(reports));
