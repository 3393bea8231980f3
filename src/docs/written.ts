import { type DescribedReport, describedReport } from '../glossary/explain.ts';
import type { Shell } from '../options/pages/printed.ts';
import { entryNamed, loadReports } from '../reports/registry.ts';

/**
 * Texts that change only with a new version. They are generated when the package is built
 * (src/build/written.js), so that printing one loads no report.
 */

/** This shell's completion script. */
export const completionOf = async (shell: Shell): Promise<string> => {
  const { completionScript } = await import('./completions.ts');
  return completionScript(shell, await loadReports());
};

/** The help of a report, by name or alias, or of another command, for a wide terminal; null for an unknown command. */
export const helpOf = async (command: string): Promise<string | null> => {
  const [{ commandHelp, pageHelp }, { commandPages }] = await Promise.all([
    import('./help.ts'),
    import('../options/pages.ts'),
  ]);
  const page = commandPages.find(({ name }) => name === command);
  if (page !== undefined) return pageHelp(page);
  const entry = entryNamed(command);
  return entry === undefined ? null : commandHelp(await entry.load());
};

/** The overview of all commands, for a wide terminal. */
export const overviewOf = async (): Promise<string> => {
  const { overview } = await import('./help.ts');
  return overview(await loadReports());
};

/** `explain`'s entries for the reports. */
export const describedReports = async (): Promise<readonly DescribedReport[]> =>
  (await loadReports()).map(describedReport);
