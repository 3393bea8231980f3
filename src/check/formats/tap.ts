import { printable } from '../../core/text.ts';
import { type Finding, titleOf } from '../findings.ts';
import { type Format, isFailure } from './format.ts';
import { jsonOf } from './json.ts';

/** Escapes `#`, which would start a directive in a description. */
const escaped = (text: string): string => printable(text).replaceAll(/[\\#]/g, (sign) => `\\${sign}`);

/** A YAML block; JSON values are valid YAML. */
const block = ({
  status,
  value,
  unit,
  warn,
  critical,
  message,
  advice,
  evidence,
}: Finding): readonly string[] => [
  '  ---',
  `  status: ${status}`,
  `  message: ${jsonOf(message)}`,
  ...(value === null ? [] : [`  value: ${jsonOf(value)}`]),
  ...(unit === null ? [] : [`  unit: ${jsonOf(unit)}`]),
  ...(warn === null ? [] : [`  warn: ${warn}`]),
  ...(critical === null ? [] : [`  critical: ${critical}`]),
  ...(advice === null ? [] : [`  advice: ${jsonOf(advice)}`]),
  ...(evidence.length === 0 ? [] : ['  evidence:', ...evidence.map((row) => `    - ${jsonOf(row)}`)]),
  '  ...',
];

/** TAP 14. A warning is `ok` unless it fails the check. */
export const tap: Format = (findings, { failOn }) => {
  const points = findings.flatMap((finding, at) => {
    const { status, message } = finding;
    const isOk = status !== 'unknown' && !isFailure(status, failOn);
    const point = `${isOk ? 'ok' : 'not ok'} ${at + 1} - ${escaped(titleOf(finding))}`;
    if (status === 'skip') return [`${point} # SKIP ${escaped(message)}`];
    return status === 'pass' ? [point] : [point, ...block(finding)];
  });
  return ['TAP version 14', `1..${findings.length}`, ...points, ''].join('\n');
};
