import type { Tone } from '../../core/column.ts';
import { printable } from '../../core/text.ts';
import { createStyle, type Style } from '../../formats/style.ts';
import { type Finding, type Status, titleOf, worstFirst } from '../findings.ts';
import { evidenceTable } from './evidence-table.ts';
import type { Format } from './format.ts';
import { summary } from './summary.ts';

const labels: Readonly<Record<Status, readonly [label: string, tone: Tone]>> = {
  critical: ['CRITICAL', 'bad'],
  warn: ['WARN', 'warn'],
  unknown: ['UNKNOWN', 'warn'],
  skip: ['SKIP', 'dim'],
  pass: ['PASS', 'good'],
};

const labelWidth = 8;
const indent = ' '.repeat(labelWidth + 2);
const widest = 100;

const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** A label and its text; continuation lines are indented below the text. Lines wrap only on a terminal. */
const labelled = (label: string, text: string, isBroken: boolean, width: number): readonly string[] =>
  (isBroken ? wrapped(text, width - indent.length) : [text]).map((line, at) =>
    at === 0 ? label + ' '.repeat(indent.length - labelWidth) + line : indent + line,
  );

const entry = (finding: Finding, style: Style, width: number, isBroken: boolean): readonly string[] => {
  const { status, message, advice, evidence } = finding;
  const [label, tone] = labels[status];
  const isQuiet = status === 'skip' || status === 'pass';
  const said = `${printable(titleOf(finding))}: ${printable(message)}`;
  const head = labelled(style.tone(tone, label.padEnd(labelWidth)), said, isBroken, width);
  if (isQuiet) return head;
  const [heading, ...rows] = evidenceTable(evidence);
  return [
    ...head,
    ...(heading === undefined ? [] : [indent + style.dim(heading), ...rows.map((row) => indent + row)]),
    ...(advice === null
      ? []
      : wrapped(advice, width - indent.length).map((line) => indent + style.dim(line))),
  ];
};

/** With many namespaces, only problems get a line; the summary counts the rest. */
const isShown = ({ netns, status }: Finding): boolean =>
  netns === undefined || (status !== 'pass' && status !== 'skip');

/** For human readers: problems first, with the rows that show them and advice. */
export const text: Format = (findings, { color, width }) => {
  const style = createStyle(color);
  const fit = Math.max(40, Math.min(width ?? widest, widest));
  const entries = worstFirst(findings.filter(isShown)).flatMap((finding) =>
    entry(finding, style, fit, width !== null),
  );
  return [...entries, summary(findings), ''].join('\n');
};
