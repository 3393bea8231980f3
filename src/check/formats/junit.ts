import { printable } from '../../core/text.ts';
import { countOf, type Finding, titleOf } from '../findings.ts';
import { evidenceTable } from './evidence-table.ts';
import { type Format, isFailure, type Layout } from './format.ts';

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 does not allow C0 characters, U+FFFE or U+FFFF, not even as references. */
const legal = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd');

const attribute = (text: string): string => legal(text).replaceAll(/[&<>"\n]/g, (sign) => named[sign]!);
const content = (text: string): string => legal(text).replaceAll(/[&<>]/g, (sign) => named[sign]!);

const textOf = ({ message, advice, evidence }: Finding): string =>
  [message, ...(advice === null ? [] : [advice]), ...evidenceTable(evidence)].join('\n');

/** Some readers take the message from the attribute, others from the content. */
const outcome = (finding: Finding, { failOn }: Layout): string => {
  const { status, message } = finding;
  const element = (name: string, type: string): string =>
    `<${name} message="${attribute(message)}"${type}>${content(textOf(finding))}</${name}>`;
  if (status === 'unknown') return element('error', ' type="unknown"');
  if (status === 'skip') return element('skipped', '');
  if (isFailure(status, failOn)) return element('failure', ` type="${status}"`);
  return `<system-out>${content(`${status}: ${textOf(finding)}`)}</system-out>`;
};

const testCase = (finding: Finding, layout: Layout): string =>
  `    <testcase classname="procnet.check" name="${attribute(titleOf(finding))}" time="0">${outcome(finding, layout)}</testcase>`;

/** JUnit XML as read by Jenkins and GitLab. */
export const junit: Format = (findings, layout) => {
  const failures = findings.filter(({ status }) => isFailure(status, layout.failOn)).length;
  const counts = `tests="${findings.length}" failures="${failures}" errors="${countOf(findings, 'unknown')}"`;
  const skipped = `skipped="${countOf(findings, 'skip')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="procnet check" ${counts} time="0">`,
    `  <testsuite name="procnet.check" ${counts} ${skipped} time="0">`,
    ...findings.map((finding) => testCase(finding, layout)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
