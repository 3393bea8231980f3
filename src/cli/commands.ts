import { UsageError } from '../core/errors.ts';
import type { Options } from '../core/option.ts';
import { visible } from '../core/text.ts';
import { applyOptions } from '../options/apply.ts';
import type { CommandPage } from '../options/page.ts';
import type { PageDraft } from '../options/pages/printed.ts';
import { parseFor } from './arguments.ts';
import type { Host } from './host.ts';

/** A command that is not a report. Returns the exit code. */
export type Command = (tokens: readonly string[], host: Host) => Promise<number>;

/** The commands that are not reports, each loaded on demand. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  wait: async () => (await import('./commands/wait.ts')).wait,
  diff: async () => (await import('./commands/diff.ts')).diff,
  snapshot: async () => (await import('./commands/snapshot.ts')).snapshot,
  metrics: async () => (await import('./commands/metrics.ts')).metrics,
  serve: async () => (await import('./commands/serve.ts')).serve,
  top: async () => (await import('./commands/top.ts')).top,
  explain: async () => (await import('./commands/explain.ts')).explain,
  schema: async () => (await import('./commands/schema.ts')).schema,
  completion: async () => (await import('./commands/completion.ts')).completion,
  help: async () => (await import('./commands/help.ts')).help,
};

/** A command's arguments and draft; null if help was requested, which is then printed. */
export const readCommand = async <Draft>(
  page: CommandPage<Draft>,
  draft: Draft,
  tokens: readonly string[],
  host: Host,
): Promise<readonly string[] | null> => {
  const { words, given } = await parseFor(page, page.options as Options<never>, tokens, async (error) =>
    (await import('./lacking-option.ts')).whereElse(error),
  );
  if (given.has('help')) {
    await (await import('./commands/help.ts')).printHelp(page.name, host);
    return null;
  }
  applyOptions(draft, page.options, given);
  return words;
};

/** Throws `UsageError` if a command without arguments was given any. */
export const requireNoWords = (words: readonly string[], command: string): void => {
  if (words.length > 0)
    throw new UsageError(`unexpected argument "${visible(words[0]!)}"; see procnet ${command} --help`);
};

export const pageDraft = (): PageDraft => ({ json: false, meta: false });
