import { printable, visible } from '../core/text.ts';
import type { Family, Labels } from './family.ts';

const escapedHelp = (text: string): string => printable(text).replaceAll('\\', '\\\\');

/** Names are untrusted: control characters are made visible first, and the result is escaped for the format. */
const quoted = (value: string): string =>
  `"${visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const labelText = (labels: Labels): string => {
  const shown = Object.entries(labels).filter(([, value]) => value !== null);
  if (shown.length === 0) return '';
  return `{${shown.map(([name, value]) => `${name}=${quoted(String(value))}`).join(',')}}`;
};

const familyText = ({ name, type, help, series }: Family): string =>
  [
    `# HELP ${name} ${escapedHelp(help)}`,
    `# TYPE ${name} ${type}`,
    ...series.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
    '',
  ].join('\n');

/** The Prometheus text format, version 0.0.4. Integers have all their digits. */
export const expositionText = (families: readonly Family[]): string => families.map(familyText).join('');

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';
