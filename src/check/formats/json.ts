import { jsonText } from '../../core/text.ts';
import type { Format } from './format.ts';

/** Any plain value as JSON, with all digits of numbers and no raw control characters in text. */
export const jsonOf = (value: unknown, indent = ''): string => {
  if (typeof value === 'string') return `"${jsonText(value)}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return 'null';
  const isList = Array.isArray(value);
  const inner = indent === '' ? '' : `${indent}  `;
  const members = isList
    ? value.map((item) => jsonOf(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `"${jsonText(key)}":${indent === '' ? '' : ' '}${jsonOf(item, inner)}`,
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) return open + close;
  return indent === ''
    ? open + members.join(',') + close
    : `${open}${indent}  ${members.join(`,${indent}  `)}${indent}${close}`;
};

/** An array; one finding per line unless indented. */
export const json: Format = (findings, { indent }) =>
  indent ? `${jsonOf(findings, '\n')}\n` : `[${findings.map((finding) => jsonOf(finding)).join(',\n')}]\n`;

/** One finding per line. */
export const ndjson: Format = (findings) => findings.map((finding) => `${jsonOf(finding)}\n`).join('');
