import { printable } from '../../core/text.ts';
import { type Finding, type Status, titleOf, worstFirst } from '../findings.ts';
import type { Format } from './format.ts';
import { summary } from './summary.ts';

/** The runner's limit for annotations of a kind per step. */
const mostOfAKind = 10;
/** The runner's size limit for a step summary. */
const largestSummary = 1 << 20;

/** The runner interprets `##[` anywhere in a line as a command in its older syntax. */
const data = (text: string): string =>
  printable(text)
    .replaceAll(/#(?=#(vso)?\[)/g, '\\x23')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const kinds: Partial<Record<Status, 'error' | 'warning'>> = {
  critical: 'error',
  warn: 'warning',
  unknown: 'warning',
};

const textOf = ({ message, advice }: Finding): string =>
  advice === null ? message : `${message}. ${advice}`;

const annotation = (kind: string, finding: Finding): string => {
  const state = finding.status === 'unknown' ? ' (unknown)' : '';
  return `::${kind} title=${property(`procnet check: ${titleOf(finding)}${state}`)}::${data(textOf(finding))}`;
};

/** A line that the runner does not interpret as a command. */
const plain = (finding: Finding): string =>
  `${finding.status}: ${data(titleOf(finding))}: ${data(finding.message)}`;

/** Annotations for a GitHub Actions step: the worst ten of each kind. The rest go to the log. */
export const github: Format = (findings) => {
  const shown = { error: 0, warning: 0 };
  const lines = worstFirst(findings).flatMap((finding) => {
    const kind = kinds[finding.status];
    if (kind === undefined) return [];
    return shown[kind]++ < mostOfAKind ? [annotation(kind, finding)] : [plain(finding)];
  });
  return [...lines, summary(findings), ''].join('\n');
};

const cell = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_|[\]~]/g, '\\$&');

/** The same as a Markdown table for the step summary, with as many rows as fit into `most` bytes. */
export const stepSummary = (findings: readonly Finding[], most = largestSummary): string => {
  const lines = ['### procnet check', '', '| status | check | message |', '|---|---|---|'];
  const end = ['', summary(findings), ''];
  let size = Buffer.byteLength([...lines, ...end].join('\n'));
  for (const finding of worstFirst(findings)) {
    const line = `| ${finding.status} | ${cell(titleOf(finding))} | ${cell(finding.message)} |`;
    size += Buffer.byteLength(line) + 1;
    if (size > most) break;
    lines.push(line);
  }
  return size - most > 0 && lines.length === 4 ? '' : [...lines, ...end].join('\n');
};
