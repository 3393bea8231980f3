import { countOf, type Finding } from '../findings.ts';
import { counted } from '../phrases.ts';

/** `16 checks: 1 critical, 2 warnings, 13 passed`. */
export const summary = (findings: readonly Finding[]): string => {
  const warnings = countOf(findings, 'warn');
  const parts = [
    [countOf(findings, 'critical'), 'critical'],
    [warnings, warnings === 1 ? 'warning' : 'warnings'],
    [countOf(findings, 'unknown'), 'unknown'],
    [countOf(findings, 'skip'), 'skipped'],
    [countOf(findings, 'pass'), 'passed'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [counted(findings.length, 'check'), shown.join(', ')].filter((text) => text !== '').join(': ');
};
