import { type DescribedReport, describedReport } from '../glossary/explain.ts';
import type { Shell } from '../options/pages/printed.ts';
import { loadReports, registry } from '../reports/registry.ts';

/**
 * Texts that only a new version changes. The package holds them as they are made here when it is built
 * (src/build/written.js), so that printing one loads no report.
 */

/** The script that completes commands in this shell. */
export const completionOf = async (shell: Shell): Promise<string> => {
  const { completionScript } = await import('./completions.ts');
  return completionScript(shell, await loadReports());
};

/** The help of a report, by its name or alias, or of another command, for a wide terminal; null for any other word. */
export const helpOf = async (command: string): Promise<string | null> => {
  const [{ commandHelp, pageHelp }, { commandPages }] = await Promise.all([
    import('./help.ts'),
    import('../options/pages.ts'),
  ]);
  const page = commandPages.find(({ name }) => name === command);
  if (page !== undefined) return pageHelp(page);
  const entry = registry.find(({ name, aliases }) => name === command || aliases.includes(command));
  return entry === undefined ? null : commandHelp(await entry.load());
};

/** What procnet is and which commands it has, for a wide terminal. */
export const overviewOf = async (): Promise<string> => {
  const { overview } = await import('./help.ts');
  return overview(await loadReports());
};

/** What `explain` knows of the reports. */
export const describedReports = async (): Promise<readonly DescribedReport[]> =>
  (await loadReports()).map(describedReport);
