import { printable } from '../../core/text.ts';
import { countOf, type Finding, titleOf, worstFirst } from '../findings.ts';
import type { Format } from './format.ts';
import { summary } from './summary.ts';

/** Plugin states, by exit code. */
const pluginStates = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** The worst state: critical, then warning, then unknown. */
export const pluginCode = (findings: readonly Finding[]): 0 | 1 | 2 | 3 => {
  if (countOf(findings, 'critical') > 0) return 2;
  if (countOf(findings, 'warn') > 0) return 1;
  return countOf(findings, 'unknown') > 0 ? 3 : 0;
};

/** Nagios reads 8 KiB (older versions 4), and the performance data at the end must not be cut off. */
const longestText = 1_000;

/** Removes bars, which would start the performance data. */
const safe = (text: string): string => {
  const line = printable(text).replaceAll('|', '/');
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
};

const label = (rule: string): string => `'${safe(rule).replaceAll(/['=]/g, '_')}'`;

/** Units a plugin may print; everything else is a plain number. */
const measure = (finding: Finding): string => {
  const { status, value, unit, warn, critical } = finding;
  const isShare = unit === '%';
  const number = status === 'unknown' || value === null ? 'U' : Number(Number(value).toFixed(3));
  const limits = `${warn ?? ''};${critical ?? ''};${isShare ? '0;100' : '0'}`;
  return `${label(titleOf(finding))}=${number}${number === 'U' || !isShare ? '' : '%'};${limits}`;
};

const isMeasured = ({ status, value }: Finding): boolean =>
  status !== 'skip' && (value !== null || status === 'unknown');

/** One line according to the Monitoring Plugins guidelines: state, text, performance data. */
export const nagios: Format = (findings) => {
  const state = pluginStates[pluginCode(findings)];
  const wrong = worstFirst(findings).filter(({ status }) => status !== 'pass' && status !== 'skip');
  const details = wrong.map((finding) => `${titleOf(finding)}: ${finding.message}`);
  const text = safe([summary(findings), ...details].join('; '));
  const measured = findings.filter(isMeasured).map(measure);
  return `PROCNET ${state} - ${text}${measured.length === 0 ? '' : ` | ${measured.join(' ')}`}\n`;
};

/** A plugin's output if it fails itself. */
export const nagiosFailure = (message: string): string =>
  `PROCNET UNKNOWN - ${safe(message.replaceAll('\n', ' '))}\n`;
